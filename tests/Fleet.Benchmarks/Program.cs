using System.Runtime.InteropServices;
using Fleet.Benchmarks.CommandLine;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Suites;

// Fleet beside the tools that people use today, in one run, taking turns. See docs/benchmarks.md.
if (!Options.TryParse(args, out Options options, out string fault))
{
    Console.Error.WriteLine($"{fault}\n\n{Help.Usage}");
    return 125;
}

if (options.Help)
{
    Console.WriteLine(Help.Text);
    return 0;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;       // what was started is taken down first
    if (!stop.IsCancellationRequested) Console.Error.WriteLine("stopping: taking down what was started");
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var report = new Report(Console.Out);
bool whole = await SuiteRun.AllAsync(options, report, stop.Token);
if (options.JsonFile is { } file) await File.WriteAllBytesAsync(file, RowJson.Write(report.Rows));
return stop.IsCancellationRequested ? 130 : whole ? 0 : 1;
