namespace Fleet.Containers.Spec;

/// <summary>
/// Kernel parameters that belong to a namespace may be set in a container that has its own; any other would change the host
/// (namespaces(7), ipc_namespaces(7), network_namespaces(7)).
/// </summary>
internal static class SysctlCheck
{
    private static readonly HashSet<string> Ipc =
    [
        "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
        "kernel.shm_rmid_forced",
    ];

    public static IEnumerable<string> Faults(IReadOnlyDictionary<string, string> sysctls, IReadOnlyList<NamespaceSpec> namespaces)
    {
        foreach (string key in sysctls.Keys)
        {
            string name = key.Replace('/', '.');
            if (name.Split('.').Any(part => part.Length == 0))
            {
                yield return $"sysctl {key}: no name of a parameter";
            }
            else if (NamespaceOf(name) is not { } space)
            {
                yield return $"sysctl {key}: belongs to no namespace of the container; setting it would change the host";
            }
            else if (!namespaces.Any(own => own.Type == space && own.Path is null))
            {
                yield return $"sysctl {key}: belongs to the {space} namespace, which this container shares with the host";
            }
        }
    }

    private static string? NamespaceOf(string name) => name switch
    {
        _ when Ipc.Contains(name) || name.StartsWith("fs.mqueue.", StringComparison.Ordinal) => "ipc",
        _ when name.StartsWith("net.", StringComparison.Ordinal) => "network",
        "kernel.domainname" => "uts",
        _ => null,
    };
}
