using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Plan;

/// <summary>The working folder, entered while the process is still root of the container, and proved to be inside.</summary>
internal static unsafe class WorkFolderSteps
{
    private const int Enoent = 2, Eexist = 17;

    internal static void Write(CallList calls, string path, bool create)
    {
        long target = (long)calls.Memory.Text(path.Length == 0 ? "/" : path);
        CallRef first = calls.Step($"enter the working folder {path}").Add(Nr.Chdir, target);
        if (create)
        {
            first.Accept(Enoent);
            string made = "";
            foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                made += "/" + part;
                calls.Add(Nr.MkdirAt, At.CurrentFolder, (long)calls.Memory.Text(made), 0x1ed /* 0755 */).Accept(Eexist);
            }

            calls.Add(Nr.Chdir, target);
            first.OnSuccessSkipToHere();
        }

        calls.Step($"prove that the working folder {path} is inside the container").ProveInside();
    }
}
