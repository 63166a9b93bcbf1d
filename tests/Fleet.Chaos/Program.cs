using System.Runtime.InteropServices;
using Fleet.Chaos.Check;
using Fleet.Chaos.Cluster;
using Fleet.Chaos.History;
using Fleet.Chaos.Load;
using Fleet.Chaos.Options;
using Fleet.Chaos.Run;

namespace Fleet.Chaos;

internal static class Program
{
    /// <summary>This program as it is started again for each client: the runtime's host, and this assembly.</summary>
    public static string[] OwnCommand { get; } =
        [Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../dotnet"), "exec", typeof(Program).Assembly.Location];

    public static async Task<int> Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["client", .. var rest]: return await ClientProgram.RunAsync(rest).ConfigureAwait(false);
                case ["check", .. var files] when files.Length > 0: return CheckAlone(files);
                case ["--help" or "-h"]: Console.WriteLine(ChaosOptions.Help); return 0;
                default: return await RunAsync(OptionsReader.Read(args, Environment.TickCount & 0xFFFFFF)).ConfigureAwait(false);
            }
        }
        catch (ChaosException failed)
        {
            Console.Error.WriteLine(failed.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("interrupted; the lab was taken down");
            return 2;
        }
    }

    private static async Task<int> RunAsync(ChaosOptions options)
    {
        using var interrupted = new CancellationTokenSource();
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
        using var byKey = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var byTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        Console.WriteLine($"{options.Plan().Length} rounds, {options.Again}; history in {options.Folder}/history");
        var rules = await new ChaosRun(options, Console.Out).RunAsync(interrupted.Token).ConfigureAwait(false);
        if (rules.All(rule => rule.Broken.Count == 0)) return 0;
        Console.WriteLine($"the same plan again: dotnet run -c Release --project tests/Fleet.Chaos -- {options.Again}");
        return 1;
    }

    private static int CheckAlone(string[] files)
    {
        var history = HistoryFile.Read(files);
        var rules = Rules.Check(history);
        Report.Write(Console.Out, history, rules);
        return rules.All(rule => rule.Broken.Count == 0) ? 0 : 1;
    }
}
