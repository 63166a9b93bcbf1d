using System.Globalization;
using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>
/// After the first process's end the kernel kills all of its PID namespace. What is in the group beyond that (a container in the
/// host's PID namespace) is killed here.
/// </summary>
internal static class Leftovers
{
    internal static void Kill(CgroupPlan plan)
    {
        if (plan.Folders is not [string folder, ..])
        {
            return;
        }

        if (plan.Unified && KernelFile.TryWrite($"{folder}/cgroup.kill", "1") == 0)
        {
            return;
        }

        // Version 1, or before Linux 5.14: until nobody is left; each round kills all that the last one's dying could still fork.
        for (int round = 0; round < 100 && KillListed($"{folder}/cgroup.procs"); round++)
        {
        }
    }

    private static bool KillListed(string list)
    {
        bool any = false;
        string text = Encoding.ASCII.GetString(KernelFile.TryRead(list, out _) ?? []);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0)
            {
                any |= Raw.Call(Nr.Kill, pid, 9) == 0;
            }
        }

        return any;
    }
}
