using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using Fleet.Cli.CommandLine;
using Fleet.Model;

namespace Fleet.Cli.Commands.Run;

/// <summary>How it is called and whom it asks for names: /etc/hosts, /etc/resolv.conf.</summary>
internal sealed class NameOptions
{
    public readonly Option<string> Domainname = new("--domainname") { Description = "Its NIS domain name", HelpName = "NAME" };
    public readonly Option<string[]> AddHost = new("--add-host") { Description = "A line of its /etc/hosts", HelpName = "NAME:ADDRESS" };
    public readonly Option<string[]> Dns = new("--dns") { Description = "A name server instead of the node's", HelpName = "ADDRESS" };
    public readonly Option<string[]> DnsSearch = new("--dns-search") { Description = "A domain to search; . for none", HelpName = "DOMAIN" };
    public readonly Option<string[]> DnsOption = new("--dns-option", "--dns-opt") { Description = "An option of resolv.conf", HelpName = "OPTION" };
    public readonly Option<string[]> Expose = new("--expose") { Description = "Taken and without effect: there is nothing between it and the network", HelpName = "PORT" };

    public IReadOnlyList<Option> All => [Domainname, AddHost, Dns, DnsSearch, DnsOption, Expose];

    public ContainerSpec Read(ContainerSpec spec, CommandContext context) => spec with
    {
        Domainname = context.Get(Domainname) is { Length: > 0 } domain ? domain : null,
        ExtraHosts = [.. (context.Get(AddHost) ?? []).Select(Host)],
        Dns = new DnsSettings
        {
            Servers = [.. (context.Get(Dns) ?? []).Select(Address)],
            Search = [.. context.Get(DnsSearch) ?? []],
            Options = [.. context.Get(DnsOption) ?? []],
        },
    };

    private static HostEntry Host(string text)
    {
        // docker's NAME:ADDRESS and, since 25, NAME=ADDRESS; an IPv6 address may stand in brackets.
        int cut = text.IndexOfAny([':', '=']);
        string address = cut < 0 ? "" : text[(cut + 1)..].Trim('[', ']');
        return cut > 0 && IPAddress.TryParse(address, out _) ? new HostEntry(text[..cut], address)
            : throw RunRequest.Fault("--add-host", $"'{text}': write NAME:ADDRESS");
    }

    private static string Address(string text) =>
        IPAddress.TryParse(text, out _) ? text : throw RunRequest.Fault("--dns", $"'{text}' is not an IP address");
}
