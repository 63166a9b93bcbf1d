using System.CommandLine;
using Fleet.Cli.CommandLine;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>The options of <c>fleet run</c> that say where its namespaces come from.</summary>
internal sealed class NamespaceOptions
{
    private readonly Option<string> _network = new("--network", "--net") { Description = "none (loopback only), host (the node's own), container:NAME or ns:PATH", HelpName = "MODE" };
    private readonly Option<string> _pid = new("--pid") { Description = "host, container:NAME or ns:PATH: whose processes it sees", HelpName = "MODE" };
    private readonly Option<string> _ipc = new("--ipc") { Description = "shareable, private, none (no /dev/shm), host, container:NAME or ns:PATH", HelpName = "MODE" };
    private readonly Option<string> _uts = new("--uts") { Description = "host, container:NAME or ns:PATH: whose host name it has", HelpName = "MODE" };
    private readonly Option<string> _cgroup = new("--cgroupns") { Description = "private or host: whether its group is its /", HelpName = "MODE" };
    private readonly Option<string> _user = new("--userns") { Description = "private (root inside is nobody outside), uid=N (root inside is user N) or host", HelpName = "MODE" };
    private readonly Option<string> _time = new("--timens") { Description = "Clocks of its own: boottime=24h,monotonic=-1h (default: host)", HelpName = "OFFSETS" };

    public IReadOnlyList<Option> All => [_network, _pid, _ipc, _uts, _cgroup, _user, _time];

    /// <exception cref="UsageException">An option makes no sense.</exception>
    public ContainerSpec Read(ContainerSpec spec, CommandContext context)
    {
        string network = context.Get(_network) ?? "none", ipc = context.Get(_ipc) ?? "shareable";
        bool ownNetwork = network is "none" or "host", ownIpc = ipc is "shareable" or "private" or "none" or "";
        if (!NamespaceText.TryParseUser(context.Get(_user) ?? "host", out var user, out uint uid, out string? fault))
        {
            throw RunRequest.Fault("--userns", fault);
        }

        if (!NamespaceText.TryParseTime(context.Get(_time) ?? "host", out var time, out fault))
        {
            throw RunRequest.Fault("--timens", fault);
        }

        return spec with
        {
            Network = network == "host" ? NetworkMode.Host : NetworkMode.None,
            UserNamespace = user,
            UserNamespaceUid = uid,
            Namespaces = new NamespaceChoices
            {
                Network = ownNetwork ? NamespaceChoice.Own : Network(network),
                Pid = Choice("--pid", context.Get(_pid) ?? ""),
                Ipc = ownIpc ? NamespaceChoice.Own : Choice("--ipc", ipc),
                IpcSharing = ipc switch
                {
                    "private" => IpcSharing.Private,
                    "none" => IpcSharing.None,
                    _ => IpcSharing.Shareable,
                },
                Uts = Choice("--uts", context.Get(_uts) ?? ""),
                Cgroup = Choice("--cgroupns", context.Get(_cgroup) ?? "", joinable: false),
                Time = time,
            },
        };
    }

    private static NamespaceChoice Network(string text) =>
        NamespaceText.TryParse(text, joinable: true, out var choice, out string? fault) && choice.IsJoined ? choice
            : fault is null || !text.Contains(':', StringComparison.Ordinal)
                ? throw RunRequest.Fault("--network", $"'{text}' is not one of none, host, container:NAME, ns:PATH{Suggestion.DidYouMean(text, ["none", "host"])}")
                : throw RunRequest.Fault("--network", fault);

    private static NamespaceChoice Choice(string option, string text, bool joinable = true) =>
        NamespaceText.TryParse(text, joinable, out var choice, out string? fault) ? choice : throw RunRequest.Fault(option, fault);
}
