using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Jobs;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobScaleCommand : FleetCommand
{
    private readonly Argument<string[]> _wishes = new("NAME=N")
    {
        Description = "So many replicas of the job; NAME.SERVICE=N where it has several services",
        Arity = ArgumentArity.OneOrMore,
    };

    public JobScaleCommand() : base("scale", "Change how many replicas a job has") => Add(_wishes);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var wishes = context.Get(_wishes).Select(Read).ToList();
        using var client = context.Connect();
        foreach (var (job, replicas) in wishes.GroupBy(w => w.Job, w => (w.Group, w.Count)).Select(g => (g.Key, g.ToImmutableSortedDictionary(w => w.Group, w => w.Count))))
        {
            var answer = await client.PostAsync(Routes.Job(job, "scale"), new ScaleJob(replicas, null), ApiJson.Default.ScaleJob, ApiJson.Default.JobAnswer, cancel);
            context.Io.Say(answer.Message);
            context.Io.Print(job);
        }

        return ExitCodes.Success;
    }

    // NAME=N or NAME.GROUP=N; the empty group stands for the only one.
    private static (string Job, string Group, int Count) Read(string wish)
    {
        int equals = wish.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !int.TryParse(wish.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw new UsageException($"'{wish}' is not NAME=N with a number of replicas from 0, such as web=3");
        }

        string[] name = wish[..equals].Split('.', 2);
        return (name[0], name.Length == 2 ? name[1] : "", count);
    }
}
