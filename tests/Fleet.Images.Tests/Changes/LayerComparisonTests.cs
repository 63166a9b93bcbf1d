using System.Text;
using Fleet.Images.Changes;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Changes;

public class LayerComparisonTests
{
    [Fact]
    public void Nothing_written_is_nothing_changed() =>
        Assert.Empty(Compare(Folder(), Folder(("f", File())), "/etc"));

    [Fact]
    public void A_new_file_a_changed_one_and_a_whiteout_are_listed_with_the_folder_they_are_in() => Assert.Equal(
        ["C /d", "C /d/changed", "D /d/gone", "A /d/new"],
        Compare(
            Folder(("d", Folder(("changed", File(size: 2)), ("gone", Whiteout()), ("new", File())))),
            Folder(("d", Folder(("changed", File()), ("gone", File()), ("left", File()))))));

    [Fact]
    public void A_file_copied_up_and_left_alone_is_no_change() =>
        Assert.Empty(Compare(Folder(("d", Folder(("f", File())))), Folder(("d", Folder(("f", File()))))));

    [Fact]
    public void A_folders_time_is_no_change_its_mode_and_owner_are() => Assert.Equal(
        ["C /mode", "C /owner"],
        Compare(
            Folder(("mode", Folder(mode: 0x1c0)), ("owner", Folder(uid: 5)), ("time", Folder(modified: 9))),
            Folder(("mode", Folder()), ("owner", Folder()), ("time", Folder()))));

    [Fact]
    public void Of_a_deleted_folder_only_itself_is_listed() =>
        Assert.Equal(["D /d"], Compare(Folder(("d", Whiteout())), Folder(("d", Folder(("a", File()), ("b", File()))))));

    [Fact]
    public void Of_a_folder_deleted_and_made_anew_what_is_missing_is_deleted() => Assert.Equal(
        ["C /d", "D /d/a", "A /d/c"],
        Compare(Folder(("d", Opaque(("b", File()), ("c", File())))), Folder(("d", Folder(("a", File()), ("b", File()))))));

    [Fact]
    public void A_folder_in_place_of_a_file_is_changed_and_what_it_holds_is_new() =>
        Assert.Equal(["C /x", "A /x/f"], Compare(Folder(("x", Opaque(("f", File())))), Folder(("x", File()))));

    [Fact]
    public void A_file_in_place_of_a_folder_is_changed() =>
        Assert.Equal(["C /x"], Compare(Folder(("x", File())), Folder(("x", Folder(("f", File()))))));

    [Fact]
    public void A_whiteout_of_what_the_image_never_had_is_nothing() =>
        Assert.Empty(Compare(Folder(("x", Whiteout())), Folder()));

    [Fact]
    public void New_and_empty_mount_points_of_our_own_are_nothing_and_anything_else_there_is_listed()
    {
        Assert.Empty(Compare(Folder(("etc", Folder(("hosts", File(size: 0))))), Folder(), "/etc", "/etc/hosts"));
        Assert.Equal(["A /etc", "A /etc/x"], Compare(Folder(("etc", Folder(("hosts", File(size: 0)), ("x", File(size: 0))))), Folder(), "/etc", "/etc/hosts"));
        Assert.Equal(["A /etc", "A /etc/hosts"], Compare(Folder(("etc", Folder(("hosts", File(size: 1))))), Folder(), "/etc", "/etc/hosts"));
        Assert.Equal(["C /etc", "D /etc/hosts"], Compare(Folder(("etc", Folder(("hosts", Whiteout())))), Folder(("etc", Folder(("hosts", File())))), "/etc", "/etc/hosts"));
    }

    [Fact]
    public void Owners_are_compared_as_the_container_sees_them()
    {
        static ILayerFolder Own(uint uid) => Folder(("d", Folder(uid: uid, children: ("f", File(uid: uid)))));
        Assert.Empty(LayerComparison.Of(Own(100_003), Own(3), 100_000, 0));
        Assert.NotEmpty(LayerComparison.Of(Own(100_004), Own(3), 100_000, 0));
    }

    [Fact]
    public void A_change_of_capabilities_alone_is_a_change() =>
        Assert.Equal(["C /f"], Compare(Folder(("f", File() with { Capabilities = [1] })), Folder(("f", File()))));

    private static IEnumerable<string> Compare(ILayerFolder upper, ILayerFolder lower, params string[] own) =>
        LayerComparison.Of(upper, lower, ownPlaces: own.ToHashSet()).Select(change => $"{change.Kind.ToString()[0]} {change.Path}");

    private static Made File(long size = 1, uint uid = 0) => new(Status(FileKind.Regular, 0x1a4, uid, size, 0));

    private static Made Whiteout() => new(Status(FileKind.CharacterDevice, 0, 0, 0, 0));

    private static Made Folder(params (string, Made)[] children) => Folder(0x1ed, children: children);

    private static Made Folder(uint mode = 0x1ed, uint uid = 0, long modified = 0, params (string Name, Made Child)[] children) =>
        new(Status(FileKind.Folder, mode, uid, 0, modified)) { Children = children.ToDictionary(child => child.Name, child => child.Child) };

    private static Made Opaque(params (string, Made)[] children) => Folder(children) with { IsOpaque = true };

    private static FileStatus Status(FileKind kind, uint mode, uint uid, long size, long modified) =>
        new((uint)kind | mode, uid, 0, 1, 1, size, 0, modified, 0, 0, 0, 0, 0);

    private sealed record Made(FileStatus Itself) : ILayerFolder
    {
        public Dictionary<string, Made> Children { get; init; } = [];

        public byte[]? Capabilities { get; init; }

        public bool IsOpaque { get; init; }

        public IReadOnlyList<byte[]> Names() => [.. Children.Keys.Reverse().Select(Encoding.UTF8.GetBytes)];

        public FileStatus? Status(byte[] name) => Find(name)?.Itself;

        byte[]? ILayerFolder.Capabilities(byte[] name) => Find(name)?.Capabilities;

        public ILayerFolder? Enter(byte[] name) => Find(name) is { Itself.IsFolder: true } folder ? folder : null;

        public void Dispose()
        {
        }

        private Made? Find(byte[] name) => Children.GetValueOrDefault(Encoding.UTF8.GetString(name));
    }
}
