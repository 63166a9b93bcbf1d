using Fleet.Linux.Processes;
using Fleet.Linux.Security;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>From the gate of the start to execve: user, groups, capabilities, no_new_privs, filter, descriptors. Any failure ends the start.</summary>
internal static unsafe class IdentitySteps
{
    private const int PrSetKeepCaps = 8, PrSetNoNewPrivs = 38, PrSetPdeathsig = 1, Kill = 9;
    private const int Eperm = 1, Einval = 22, Erofs = 30;
    private const int SetFilter = 1;         // SECCOMP_SET_MODE_FILTER
    private const int CloseRangeCloexec = 4; // CLOSE_RANGE_CLOEXEC: what reports a failed execve stays until it has succeeded

    /// <param name="calls">The child stands in its working folder.</param>
    /// <param name="process">What is to run.</param>
    /// <param name="identity">Filled at the gate.</param>
    /// <param name="filter">Instructions of the seccomp filter, or none.</param>
    /// <param name="fullCapabilities">All that the child may have at this point.</param>
    internal static void Write(CallList calls, ProcessPlan process, Identity* identity, byte[] filter, ulong fullCapabilities)
    {
        // So that a user may open /dev/stdout anew; /dev/null is not the container's to give away.
        int first = process.Terminal || process.OpenStdin ? 0 : 1;
        for (int fd = first; fd < 3; fd++)
        {
            calls.Step("give the streams to the user").Add(Nr.Fchown, fd, 0, -1).From(1, &identity->Uid).Accept(Erofs, Eperm);
        }

        calls.Step("set the file mode mask").Add(Nr.Umask, process.Umask);
        calls.Step("drop capabilities from the bounding set").DropBounding(&identity->Bounding, Capability.Last);
        calls.Step("set the supplementary groups").Add(Nr.Setgroups, 0, (long)identity->Groups).From(0, &identity->GroupCount);
        calls.Step("set the group").Add(Nr.Setresgid).From(0, &identity->Gid).From(1, &identity->Gid).From(2, &identity->Gid);
        calls.Step("set the user").Add(Nr.Prctl, PrSetKeepCaps, 1);
        calls.Add(Nr.Setresuid).From(0, &identity->Uid).From(1, &identity->Uid).From(2, &identity->Uid);
        calls.Add(Nr.Prctl, PrSetKeepCaps, 0);
        long header = (long)Capability.Header(calls.Memory);
        calls.Step("keep the capability to filter").Add(Nr.Capset, header, (long)Capability.Data(calls.Memory, fullCapabilities));
        calls.Step("keep other descriptors out").Add(Nr.CloseRange, 3, uint.MaxValue, CloseRangeCloexec);
        if (!process.NoNewPrivileges)
        {
            Filter(calls, filter); // while the capability is there that installing one without no_new_privs takes
        }

        calls.Step("set the capabilities").Add(Nr.Capset, header, (long)identity->Capabilities);
        calls.Step("set the ambient capabilities").RaiseAmbient(&identity->Ambient);
        calls.Step("tie the process to its shim").Add(Nr.Prctl, PrSetPdeathsig, Kill);
        if (process.NoNewPrivileges)
        {
            calls.Step("set no_new_privs").Add(Nr.Prctl, PrSetNoNewPrivs, 1, 0, 0, 0);
            Filter(calls, filter);
        }
    }

    private static void Filter(CallList calls, byte[] filter)
    {
        if (filter.Length > 0)
        {
            calls.Step("install the seccomp filter").Add(Nr.Seccomp, SetFilter, 0, (long)SeccompProgram.Lay(calls.Memory, filter));
        }
    }
}
