using System.Collections.Immutable;
using System.Globalization;
using Fleet.JobFile.Reading;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Services;

/// <summary><c>deploy.resources</c>, the same limits written at the service itself, and <c>ulimits</c>.</summary>
internal static class LimitKeys
{
    /// <param name="resources"><c>deploy.resources</c>.</param>
    public static (ContainerLimits Limits, Resources Reserved) Read(Fields service, Fields? resources)
    {
        Fields? limits = resources?.Take("limits")?.Map();
        Fields? reservations = resources?.Take("reservations")?.Map();
        resources?.RefuseOthers();
        var read = new ContainerLimits
        {
            MilliCpu = Once(limits?.Take("cpus"), service.Take("cpus"), field => field.MilliCpu()),
            MemoryBytes = Once(limits?.Take("memory"), service.Take("mem_limit"), field => field.Bytes()),
            Pids = Once(limits?.Take("pids"), service.Take("pids_limit"), field => (long?)field.Integer()),
            MemorySwapBytes = SwapBytes(service.Take("memswap_limit")),
            MemoryReservationBytes = service.Take("mem_reservation")?.Bytes(),
            CpusetCpus = service.Take("cpuset")?.Text(),
            CpuShares = service.Take("cpu_shares")?.Integer(),
        };
        var reserved = new Resources(
            reservations?.Take("cpus")?.MilliCpu() ?? 0, reservations?.Take("memory")?.Bytes() ?? 0, reservations?.Take("pids")?.Integer() ?? 0);
        limits?.RefuseOthers();
        reservations?.RefuseOthers(NotYet.Reservations);
        return (read, reserved);
    }

    public static IEnumerable<Ulimit> Ulimits(Field? field)
    {
        foreach ((string name, Field value) in field?.Map()?.All() ?? [])
        {
            (long? soft, long? hard) = value.IsMap ? Pair(value.Map()!) : (Value(value), Value(value));
            value.FaultIf(value.IsMap && (soft is null || hard is null) ? "needs both 'soft' and 'hard'" : null);
            if (soft is long low && hard is long high)
            {
                yield return new Ulimit(name, low, high);
            }
        }
    }

    private static (long? Soft, long? Hard) Pair(Fields map)
    {
        (long? Soft, long? Hard) pair = (Value(map.Take("soft")), Value(map.Take("hard")));
        map.RefuseOthers();
        return pair;
    }

    private static long? Value(Field? field)
    {
        if (field?.Text() is not string text)
        {
            return null;
        }

        bool read = UlimitText.TryParseValue(text, out long value);
        field.FaultIf(read ? null : $"'{text}' is not a limit (a whole number, -1 or unlimited)");
        return read ? value : null;
    }

    private static long? Once(Field? deployed, Field? own, Func<Field, long?> read)
    {
        long? value = deployed is null ? null : read(deployed);
        long? other = own is null ? null : read(own);
        if (value is not null && other is not null && value != other)
        {
            own!.Fault($"differs from {deployed!.Path} (keep one of the two)");
        }

        return value ?? other;
    }

    public static long? SwapBytes(Field? field) =>
        field?.Text() is not string text ? null : text == "-1" ? -1 : field.Bytes();

    /// <summary><c>logging</c>: only how much is kept.</summary>
    public static ContainerSpec WithLogging(ContainerSpec container, Fields? logging)
    {
        if (logging is null)
        {
            return container;
        }

        Field? driver = logging.Take("driver");
        string? name = driver?.Text();
        driver?.FaultIf(name is null or "json-file" or "local" or "none" ? null : $"the driver '{name}' is not supported yet (local, none, or leave it out)");
        Fields? options = logging.Take("options")?.Map();
        long maxBytes = options?.Take("max-size")?.Bytes() ?? container.LogMaxBytes;
        int maxFiles = options?.Take("max-file")?.Integer() ?? container.LogMaxFiles;
        options?.RefuseOthers();
        logging.RefuseOthers();
        return container with { LogMaxBytes = maxBytes, LogMaxFiles = maxFiles, NoLog = name == "none" };
    }
}
