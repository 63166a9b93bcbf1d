using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>The program itself, looked for in the PATH of the container's own environment, by the user it runs as.</summary>
internal static unsafe class ExecuteSteps
{
    internal const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <returns>The steps of the tries: a failure there is docker's 126 or 127.</returns>
    internal static Range Write(CallList calls, ProcessPlan process, byte* home)
    {
        byte** argv = calls.Memory.Texts(process.Args);
        bool hasHome = Find(process.Env, "HOME") is not null;
        byte** envp = calls.Memory.Texts(process.Env, spare: 1);
        if (!hasHome)
        {
            envp[process.Env.Count] = home;
        }

        int firstStep = -1;
        foreach (string candidate in Candidates(process))
        {
            calls.Step(candidate).TryExecute(calls.Memory.Text(candidate), argv, envp);
            firstStep = firstStep < 0 ? calls.StepCount - 1 : firstStep;
        }

        calls.Step(process.Args[0]).NothingExecuted();
        return firstStep < 0 ? (calls.StepCount - 1)..calls.StepCount : firstStep..calls.StepCount;
    }

    /// <summary>A name with a slash is a path; any other is looked for in each folder of PATH, where an empty one is the working folder.</summary>
    internal static IEnumerable<string> Candidates(ProcessPlan process)
    {
        string program = process.Args[0];
        if (program.Length == 0)
        {
            yield break;
        }

        if (program.Contains('/'))
        {
            yield return program;
            yield break;
        }

        foreach (string folder in (Find(process.Env, "PATH") ?? DefaultPath).Split(':'))
        {
            yield return folder.Length == 0 ? $"./{program}" : $"{folder}/{program}";
        }
    }

    internal static string? Find(IReadOnlyList<string> env, string name)
    {
        for (int i = 0; i < env.Count; i++)
        {
            if (env[i].Length > name.Length && env[i][name.Length] == '=' && env[i].StartsWith(name, StringComparison.Ordinal))
            {
                return env[i][(name.Length + 1)..];
            }
        }

        return null;
    }
}
