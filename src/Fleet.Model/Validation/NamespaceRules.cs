using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>Which choices of namespaces go together; where docker refuses a pair its words are kept.</summary>
internal static class NamespaceRules
{
    public static void Check(ContainerSpec container, Faults faults)
    {
        NamespaceChoices spaces = container.Namespaces;
        faults.Require(Enum.IsDefined(container.Network), "network_mode", "is neither none nor host");
        faults.Require(Enum.IsDefined(container.UserNamespace), "userns_mode", "is neither host, private nor uid=N");
        faults.Require(Enum.IsDefined(spaces.IpcSharing), "ipc", "is neither shareable, private nor none");
        foreach ((string name, NamespaceChoice choice) in spaces.Joinable)
        {
            faults.Require(choice.Origin != NamespaceOrigin.Path || choice.Of.StartsWith('/'), name, $"'{choice.Of}': name the namespace by an absolute path");
            faults.Require(choice.Origin != NamespaceOrigin.Container || choice.Of.Length > 0, name, "lacks the name of the container to join");
        }

        faults.Require(spaces.Network.Origin is NamespaceOrigin.Own || (spaces.Network.IsJoined && container.Network == NetworkMode.None), "network_mode", "says both host and another namespace");
        faults.Require(spaces.Cgroup.Origin is NamespaceOrigin.Own or NamespaceOrigin.Host, "cgroup", "is neither private nor host");
        faults.Require(spaces.IpcSharing == IpcSharing.Shareable || spaces.Ipc.Origin == NamespaceOrigin.Own, "ipc", "says both its own and another namespace");
        CheckHostname(container, faults);
        CheckUser(container, faults);
    }

    // A name would change the other's host name as well.
    private static void CheckHostname(ContainerSpec container, Faults faults)
    {
        if (container.Hostname is not null)
        {
            faults.Require(container.Namespaces.Uts.Origin == NamespaceOrigin.Own, "hostname", "conflicting options: hostname and the UTS mode (leave one out)");
            faults.Require(container.Namespaces.Network.Origin != NamespaceOrigin.Container, "hostname", "conflicting options: hostname and the network mode (a joined container's name is taken)");
        }
    }

    private static void CheckUser(ContainerSpec container, Faults faults)
    {
        bool single = container.UserNamespace == UserNamespaceMode.Single;
        faults.Add("userns_mode", single ? NamespaceText.SingleFault(container.UserNamespaceUid) : null);
        faults.Require(single || container.UserNamespaceUid == 0, "userns_mode", "names a uid that its mode does not use");
        if (container.UserNamespace == UserNamespaceMode.Host)
        {
            return;
        }

        faults.Require(container.Namespaces.Pid.Origin != NamespaceOrigin.Host, "pid", "cannot share the host PID namespace when user namespaces are enabled (use --userns host)");
        foreach ((string name, NamespaceChoice choice) in container.Namespaces.Joinable.Where(space => space.Choice.IsJoined))
        {
            faults.Add(name, $"'{choice}' cannot be joined from a user namespace of its own: the kernel permits setns(2) only to who is root over the joined namespace (use --userns host)");
        }
    }
}
