using System.Collections.Immutable;
using System.Globalization;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>From the options of <c>fleet run</c> to what the agent is asked for. A fault names its option.</summary>
internal sealed class RunRequest(RunOptions options, CommandContext context)
{
    /// <exception cref="UsageException">An option makes no sense.</exception>
    public CreateContainer Read(string image) => new()
    {
        Name = context.Get(options.Name),
        AutoRemove = context.Get(options.Rm),
        Restart = Restart(),
        Pull = OneOf("--pull", context.Get(options.Pull) ?? "missing", "missing", "always", "never"),
        VolumesFrom = Words(options.Files.VolumesFrom),
        Spec = Checked(options.Namespaces.Read(new SpecOptions(options, context).Read(new ContainerSpec
        {
            Image = image,
            Command = [.. context.Tail],
            Entrypoint = context.Get(options.Entrypoint) is { } program ? program.Length == 0 ? [] : [program] : null,
            Environment = Environment(),
            User = context.Get(options.User),
            AdditionalGroups = Words(options.GroupAdd),
            WorkingDirectory = context.Get(options.Workdir),
            Hostname = context.Get(options.Hostname) is { Length: > 0 } hostname ? hostname : null,
            Mounts = [.. MountOptions.Read(context.Get(options.Volume), context.Get(options.Tmpfs), context.Get(options.Mount))],
            Limits = options.Io.Read(LimitOptions.Read(options, context), context),
            Ulimits = [.. Words(options.Ulimit).Select(text => UlimitText.TryParse(text, out var limit, out string? fault) ? limit : throw Fault("--ulimit", fault))],
            ReadOnlyRootfs = context.Get(options.ReadOnly),
            CapAdd = Words(options.CapAdd),
            CapDrop = Words(options.CapDrop),
            Devices = Words(options.Device),
            StopSignal = context.Get(options.StopSignal),
            StopGracePeriod = context.Get(options.StopTimeout) is { } seconds ? TimeSpan.FromSeconds(Whole("--stop-timeout", seconds)) : TimeSpan.FromSeconds(10),
            OpenStdin = context.Get(options.Interactive),
            Terminal = context.Get(options.Terminal),
            Labels = Labels(),
        }), context)),
    };

    // What each option alone cannot tell: two mounts on one place, swap below memory.
    private static ContainerSpec Checked(ContainerSpec spec) =>
        ContainerValidator.Validate(spec) is [var first, ..] ? throw new UsageException($"{first.Path}: {first.Message}") : spec;

    private ImmutableArray<string> Words(System.CommandLine.Option<string[]> option) => [.. context.Get(option) ?? []];

    private string Restart()
    {
        string text = context.Get(options.Restart) ?? "no";
        if (!RestartText.TryParse(text, out _, out string? fault))
        {
            throw Fault("--restart", fault);
        }

        return text != "no" && context.Get(options.Rm) ? throw new UsageException("--rm and --restart exclude each other: what is removed cannot start again") : text;
    }

    private ImmutableSortedDictionary<string, string> Environment()
    {
        var fromFiles = Words(options.EnvFile).SelectMany(file => FileOptions.Lines("--env-file", file));
        return EnvironmentOption.Read(fromFiles.Concat(Words(options.Env)), context.Io.Environment);
    }

    private ImmutableSortedDictionary<string, string> Labels()
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string word in Words(options.Files.LabelFile).SelectMany(file => FileOptions.Lines("--label-file", file)).Concat(Words(options.Label)))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            labels[equals < 0 ? word : word[..equals]] = equals < 0 ? "" : word[(equals + 1)..];
        }

        return labels.ToImmutable();
    }

    internal static string OneOf(string option, string value, params string[] known) =>
        known.Contains(value) ? value
            : throw new UsageException($"{option} '{value}' is not one of {string.Join(", ", known)}{Suggestion.DidYouMean(value, known)}");

    internal static long Whole(string option, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw new UsageException($"{option} is a whole number, not '{text}'");

    internal static UsageException Fault(string option, string? fault) => new($"{option}: {fault}");
}
