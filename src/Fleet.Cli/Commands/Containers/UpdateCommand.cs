using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Run;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Containers;

internal sealed class UpdateCommand : FleetCommand
{
    private readonly Argument<string[]> _names = CommandLine.Names.Containers();
    private readonly RunOptions _options = new();

    public UpdateCommand() : base("update", "Change limits and the restart policy of containers, also while they run")
    {
        Add(_names);
        foreach (var option in (Option[])[_options.Cpus, _options.CpuShares, _options.CpusetCpus, _options.Memory, _options.MemorySwap,
            _options.MemoryReservation, _options.PidsLimit, _options.Restart, _options.Io.BlkioWeight, _options.Io.CpuPeriod, _options.Io.CpuQuota, _options.Io.CpusetMems])
        {
            Add(option);
        }
    }

    public override string Notes =>
        "What is not named stays. A memory limit below what is in use is refused. The values stay through restarts.\n"
        + "Replicas of a job are not updated one by one: change the job and submit it again.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var wish = new UpdateContainer { Limits = _options.Io.Read(LimitOptions.Read(_options, context), context), Restart = context.Get(_options.Restart) };
        if (wish.Restart is { } text && !RestartText.TryParse(text, out _, out string? fault))
        {
            throw new UsageException($"--restart: {fault}");
        }

        if (wish == new UpdateContainer())
        {
            throw new UsageException("nothing to change was named");
        }

        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.PostAsync(Routes.Container(name, "update"), wish, ApiJson.Default.UpdateContainer, cancel);
            return name;
        });
    }
}
