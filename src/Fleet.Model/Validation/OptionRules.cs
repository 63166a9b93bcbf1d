using System.Net;
using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>The less usual options of a container.</summary>
internal static class OptionRules
{
    private const int LongestDomain = 64;   // utsname (uname(2))

    public static void Check(ContainerSpec container, Faults faults)
    {
        if (container.Domainname is string domain)
        {
            faults.Require(domain.Length is > 0 and <= LongestDomain && Words(domain), "domainname", $"'{domain}' is not a domain name (1 to {LongestDomain} characters)");
        }

        faults.Require(container.SharedMemoryBytes >= 0, "shm_size", "is below 0");
        faults.Require(container.OomScoreAdjust is null or (>= -1000 and <= 1000), "oom_score_adj", $"{container.OomScoreAdjust} is out of range (-1000 to 1000)");
        faults.Require(
            !(container.Privileged && container.UserNamespace == UserNamespaceMode.Private), "privileged",
            "a privileged container cannot have a user namespace of its own: leave out the one or the other");
        foreach (string rule in container.DeviceRules.OrEmpty())
        {
            faults.Add("device_cgroup_rules", DeviceRuleText.TryParse(rule, out _) ? null : $"'{rule}' is not a rule (write TYPE MAJOR:MINOR ACCESS, such as 'c 1:3 rwm')");
        }

        foreach (HostEntry host in container.ExtraHosts.OrEmpty())
        {
            faults.Require(host.Name.Length > 0 && Words(host.Name) && IPAddress.TryParse(host.Address, out _), "extra_hosts", $"'{host.Name}:{host.Address}' is not a host (write NAME:ADDRESS)");
        }

        foreach (string server in container.Dns.Servers.OrEmpty())
        {
            faults.Require(IPAddress.TryParse(server, out _), "dns", $"'{server}' is not an address");
        }

        foreach (string word in container.Dns.Search.OrEmpty().Concat(container.Dns.Options.OrEmpty()))
        {
            faults.Require(word.Length > 0 && Words(word), "dns", $"'{word}' is not a word of resolv.conf");
        }

        foreach ((string key, string value) in container.Sysctls)
        {
            faults.Require(key.Length > 0 && Words(key) && !value.Contains('\0', StringComparison.Ordinal), $"sysctls.{key}", "is not the name of a kernel parameter");
        }
    }

    // What would break the line of a file that it goes into.
    private static bool Words(string text) => !text.Any(c => char.IsWhiteSpace(c) || c == '\0');
}
