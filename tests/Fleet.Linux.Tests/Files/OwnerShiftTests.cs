using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

public class OwnerShiftTests
{
    private static readonly OwnerShift Shift = new(100_000, 1_000, 200_000, 1);

    [Theory]
    [InlineData(0u, 100_000u, 200_000u)]
    [InlineData(999u, 100_999u, 65_534u)]
    [InlineData(1_000u, 65_534u, 65_534u)]
    public void Ids_that_the_namespace_lacks_are_nobodys(uint id, uint uid, uint gid) =>
        Assert.Equal((uid, gid), (Shift.Uid(id), Shift.Gid(id)));

    // Layouts: struct vfs_ns_cap_data of linux/capability.h, struct posix_acl_xattr_entry of linux/posix_acl_xattr.h.
    [Theory]
    [InlineData("security.capability", "0100000200040000000000000000000000000000", "0100000300040000000000000000000000000000" + "a0860100")]
    [InlineData("security.capability", "010000030004000000000000000000000000000005000000", "010000030004000000000000000000000000000005000000")]
    [InlineData("system.posix_acl_access", "02000000" + "01000600ffffffff" + "0200070005000000" + "0800040000000000", "02000000" + "01000600ffffffff" + "02000700a5860100" + "08000400400d0300")]
    [InlineData("user.note", "0102", "0102")]
    public void What_attributes_say_of_ids_is_shifted_too(string name, string before, string after) =>
        Assert.Equal(after, Convert.ToHexStringLower(Shift.Xattr(name, Convert.FromHexString(before))));
}
