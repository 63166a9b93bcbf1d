using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Users;

/// <summary>Reads the container's own passwd and group.</summary>
internal static class UserFiles
{
    private const int MostBytes = 4 << 20;

    /// <exception cref="UnknownUserException">Who cannot be found.</exception>
    internal static ResolvedUser Resolve(ContainerRoot root, ProcessPlan process) =>
        UserLookup.Resolve(process.User, root.Read("/etc/passwd", MostBytes), root.Read("/etc/group", MostBytes), process.AdditionalGroups, process.NamedGroups);
}
