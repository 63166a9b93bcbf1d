using System.CommandLine;
using System.Globalization;
using Fleet.Cli.CommandLine;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Prune;

/// <summary>docker's <c>--filter label=K[=V]</c>, <c>label!=K[=V]</c> and <c>until=TIME</c>; several must all hold.</summary>
internal sealed class PruneFilters
{
    public static readonly Option<string[]> Option = new("--filter") { Description = "Only those with label=K[=V] or label!=K[=V], or made before until=10m or a time", HelpName = "KEY=VALUE" };

    private readonly List<(string Key, string? Value, bool Has)> _labels = [];
    private DateTimeOffset? _until;

    /// <exception cref="UsageException">Not a filter.</exception>
    public static PruneFilters Read(IEnumerable<string> words, DateTimeOffset now)
    {
        var filters = new PruneFilters();
        foreach (string word in words)
        {
            int equals = word.IndexOf('=');
            string value = word[(equals + 1)..];
            switch (equals < 0 ? "" : word[..equals])
            {
                case "label": filters.AddLabel(value, has: true); break;
                case "label!": filters.AddLabel(value, has: false); break;
                case "until": filters._until = Until(value, now); break;
                default: throw new UsageException($"--filter: '{word}' is none of label=K[=V], label!=K[=V], until=TIME");
            }
        }

        return filters;
    }

    public bool Keep(DateTimeOffset made, IReadOnlyDictionary<string, string> labels) =>
        (_until is not { } until || made < until) &&
        _labels.TrueForAll(wish => (labels.TryGetValue(wish.Key, out string? value) && (wish.Value is null || wish.Value == value)) == wish.Has);

    /// <summary>Whether one asks for labels.</summary>
    public bool AskLabels => _labels.Count > 0;

    private void AddLabel(string text, bool has) =>
        _labels.Add(text.Split('=', 2) is [var key, var value] ? (key, value, has) : (text, null, has));

    private static DateTimeOffset Until(string text, DateTimeOffset now) =>
        DurationText.TryParse(text, out var ago, out _) ? now - ago
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : throw new UsageException($"--filter: until={text}: neither a duration (10m) nor a time (2026-01-31T12:00:00Z)");
}
