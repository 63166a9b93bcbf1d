using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.Model;

namespace Fleet.JobFile.Services;

/// <summary>The less usual keys of a service: the kernel's parameters, names, devices and block I/O.</summary>
internal static class KernelKeys
{
    public static ContainerSpec Read(Fields service, ContainerSpec container) => container with
    {
        Domainname = service.Take("domainname")?.Text(),
        SharedMemoryBytes = service.Take("shm_size")?.Bytes() ?? 0,
        Init = service.Take("init")?.Flag() ?? false,
        Privileged = service.Take("privileged")?.Flag() ?? false,
        OomScoreAdjust = service.Take("oom_score_adj")?.Integer(),
        Sysctls = KeyValues.Labels(service.Take("sysctls")),
        DeviceRules = [.. service.Take("device_cgroup_rules")?.Texts() ?? []],
        ExtraHosts = [.. Hosts(service.Take("extra_hosts"))],
        Dns = new DnsSettings
        {
            Servers = [.. service.Take("dns")?.TextOrTexts() ?? []],
            Search = [.. service.Take("dns_search")?.TextOrTexts() ?? []],
            Options = [.. service.Take("dns_opt")?.Texts() ?? []],
        },
        Limits = Io(service.Take("blkio_config")?.Map(), container.Limits),
    };

    /// <summary>Compose's NAME=ADDRESS, docker's NAME:ADDRESS, or a map of them.</summary>
    private static IEnumerable<HostEntry> Hosts(Field? field)
    {
        if (field is { IsMap: true })
        {
            foreach ((string name, Field address) in field.Map()!.All())
            {
                yield return new HostEntry(name, Address(address.Text() ?? ""));
            }

            yield break;
        }

        foreach (Field item in field?.Items() ?? [])
        {
            string text = item.Text() ?? "";
            int cut = text.IndexOfAny(['=', ':']);
            item.FaultIf(cut > 0 ? null : $"'{text}' is not a host (write NAME=ADDRESS)");
            if (cut > 0)
            {
                yield return new HostEntry(text[..cut], Address(text[(cut + 1)..]));
            }
        }
    }

    private static string Address(string text) => text.Trim('[', ']');

    private static ContainerLimits Io(Fields? config, ContainerLimits limits)
    {
        if (config is null)
        {
            return limits;
        }

        var rates = new SortedDictionary<string, IoRate>(StringComparer.Ordinal);
        int? weight = config.Take("weight")?.Integer();
        Add("device_read_bps", field => field.Bytes(), (rate, value) => rate with { ReadBytes = value });
        Add("device_write_bps", field => field.Bytes(), (rate, value) => rate with { WriteBytes = value });
        Add("device_read_iops", field => field.Integer(), (rate, value) => rate with { ReadOperations = value });
        Add("device_write_iops", field => field.Integer(), (rate, value) => rate with { WriteOperations = value });
        config.RefuseOthers(new Dictionary<string, string> { ["weight_device"] = "" });
        return limits with { IoWeight = weight, IoRates = [.. rates.Values] };

        void Add(string key, Func<Field, long?> read, Func<IoRate, long, IoRate> with)
        {
            foreach (Field item in config.Take(key)?.Items() ?? [])
            {
                Fields? map = item.Map();
                string? path = map?.Take("path")?.Text();
                long? rate = map?.Take("rate") is { } field ? read(field) : null;
                map?.RefuseOthers();
                item.FaultIf(map is not null && (path is null || rate is null) ? "needs 'path', a device of the node, and 'rate'" : null);
                if (path is not null && rate is { } value)
                {
                    rates[path] = with(rates.GetValueOrDefault(path, new IoRate(path)), value);
                }
            }
        }
    }
}
