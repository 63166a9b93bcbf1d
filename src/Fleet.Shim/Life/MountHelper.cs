using Fleet.Linux;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Life;

/// <summary>
/// A process with the host's privileges that ends before the container begins. It shares our descriptors: what it opens at the
/// numbers of <see cref="Plan.PreparedTrees"/> is ours.
/// </summary>
internal static class MountHelper
{
    /// <exception cref="KernelException">A step failed.</exception>
    internal static void Run(CallList calls, CloneFlags flags, string container, Func<string, Errno, string> cure)
    {
        calls.Report("the mounts are prepared");
        using PreparedChild helper = PreparedChild.Clone(calls, flags | CloneFlags.Files);
        helper.NextReport(out int step, out Errno errno);
        Server.ProcessEnd.Await(helper.Pid);
        if (errno.Value != 0)
        {
            string words = calls.WordsOf(step);
            throw new KernelException(words, $"of container {container}", errno, cure(words, errno));
        }
    }
}
