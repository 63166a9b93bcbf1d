using Fleet.Api.Contracts.Events;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

/// <summary>docker's <c>--filter KEY=VALUE</c>: the values of one key are alternatives, the keys must all hold.</summary>
internal sealed class EventFilters
{
    private const string Known = "type, event, container, image, label, job, node, volume";

    private readonly ILookup<string, string> _wanted;

    private EventFilters(ILookup<string, string> wanted) => _wanted = wanted;

    public bool IsEmpty => _wanted.Count == 0;

    /// <exception cref="UsageException">Not a filter.</exception>
    public static EventFilters Read(IEnumerable<string> words) => new(words.Select(word => word.Split('=', 2) switch
    {
        ["type" or "event" or "action" or "container" or "image" or "label" or "job" or "node" or "volume", _] and [var key, var value] => (Key: key == "action" ? "event" : key, Value: value),
        _ => throw new UsageException($"--filter: '{word}' is no KEY=VALUE with one of {Known}"),
    }).ToLookup(pair => pair.Key, pair => pair.Value));

    public bool Fits(EventInfo e) => _wanted.All(wish => wish.Any(value => Fits(e, wish.Key, value)));

    private static bool Fits(EventInfo e, string key, string value) => key switch
    {
        "type" => e.Type == value,
        "event" => e.Action == value,
        "container" => e.Type == "container" && IsNamed(e, value),
        "volume" => e.Type == "volume" && IsNamed(e, value),
        "image" => e.Type == "image" && IsNamed(e, value) || e.Attributes.GetValueOrDefault("image") == value,
        "label" => value.Split('=', 2) is [var label, .. var wanted] && e.Attributes.TryGetValue(label, out string? has) && (wanted is [] || wanted[0] == has),
        "job" => e.Job == value,
        _ => e.Node == value,
    };

    private static bool IsNamed(EventInfo e, string value) => e.Name == value || (value.Length >= 4 && e.Id.StartsWith(value, StringComparison.Ordinal));
}
