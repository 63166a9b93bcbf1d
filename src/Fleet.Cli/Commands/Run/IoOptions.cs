using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Fleet.Cli.CommandLine;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>Block I/O, and the CPU limits that few use.</summary>
internal sealed class IoOptions
{
    public readonly Option<string> BlkioWeight = new("--blkio-weight") { Description = "Relative weight of block I/O, 10 to 1000; 0: none", HelpName = "N" };
    public readonly Option<string[]> DeviceReadBps = new("--device-read-bps") { Description = "Bytes read per second at most", HelpName = "DEVICE:SIZE" };
    public readonly Option<string[]> DeviceWriteBps = new("--device-write-bps") { Description = "Bytes written per second at most", HelpName = "DEVICE:SIZE" };
    public readonly Option<string[]> DeviceReadIops = new("--device-read-iops") { Description = "Reads per second at most", HelpName = "DEVICE:N" };
    public readonly Option<string[]> DeviceWriteIops = new("--device-write-iops") { Description = "Writes per second at most", HelpName = "DEVICE:N" };
    public readonly Option<string> CpuPeriod = new("--cpu-period") { Description = "Window of --cpu-quota in microseconds (default: 100000)", HelpName = "N" };
    public readonly Option<string> CpuQuota = new("--cpu-quota") { Description = "CPU time in each window in microseconds; -1: no quota", HelpName = "N" };
    public readonly Option<string> CpusetMems = new("--cpuset-mems") { Description = "Memory nodes it may use, such as 0", HelpName = "LIST" };

    public IReadOnlyList<Option> All => [BlkioWeight, DeviceReadBps, DeviceWriteBps, DeviceReadIops, DeviceWriteIops, CpuPeriod, CpuQuota, CpusetMems];

    public ContainerLimits Read(ContainerLimits limits, CommandContext context) => limits with
    {
        CpuPeriod = Number("--cpu-period", context.Get(CpuPeriod)),
        CpuQuota = Number("--cpu-quota", context.Get(CpuQuota)),
        CpusetMems = context.Get(CpusetMems),
        IoWeight = Number("--blkio-weight", context.Get(BlkioWeight)) is { } weight and not 0 ? (int)Math.Clamp(weight, int.MinValue, int.MaxValue) : null,
        IoRates = Rates(context),
    };

    // 0 is docker's "not said".
    private static long? Number(string option, string? text) => text is null || RunRequest.Whole(option, text) is not (not 0 and var number) ? null : number;

    private ImmutableArray<IoRate> Rates(CommandContext context)
    {
        var rates = new SortedDictionary<string, IoRate>(StringComparer.Ordinal);
        Add(DeviceReadBps, Size, (rate, value) => rate with { ReadBytes = value });
        Add(DeviceWriteBps, Size, (rate, value) => rate with { WriteBytes = value });
        Add(DeviceReadIops, Count, (rate, value) => rate with { ReadOperations = value });
        Add(DeviceWriteIops, Count, (rate, value) => rate with { WriteOperations = value });
        return rates.Count == 0 ? [] : [.. rates.Values];

        void Add(Option<string[]> option, Func<string, long?> value, Func<IoRate, long, IoRate> with)
        {
            foreach (string word in context.Get(option) ?? [])
            {
                int colon = word.LastIndexOf(':');
                string device = colon < 0 ? "" : word[..colon];
                if (!device.StartsWith("/dev/", StringComparison.Ordinal) || value(word[(colon + 1)..]) is not { } rate)
                {
                    throw RunRequest.Fault(option.Name, $"'{word}': write {option.HelpName}, with a path below /dev and a number above 0");
                }

                rates[device] = with(rates.GetValueOrDefault(device, new IoRate(device)), rate);
            }
        }
    }

    private static long? Size(string text) => ByteSize.TryParse(text, out long bytes, out _) && bytes > 0 ? bytes : null;

    private static long? Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0 ? count : null;
}
