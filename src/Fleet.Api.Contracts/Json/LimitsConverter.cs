using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Api.Contracts.Json;

/// <summary>A container's limits with CPU in cores and sizes in bytes; what is unlimited is left out.</summary>
internal sealed class LimitsConverter : JsonConverter<ContainerLimits>
{
    public override ContainerLimits Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = new ContainerLimits();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "cpu": read = read with { MilliCpu = Cores.ToMilli(reader.GetDecimal()) }; break;
                case "cpuShares": read = read with { CpuShares = reader.GetInt64() }; break;
                case "cpusetCpus": read = read with { CpusetCpus = reader.GetString() }; break;
                case "memory": read = read with { MemoryBytes = reader.GetInt64() }; break;
                case "memorySwap": read = read with { MemorySwapBytes = reader.GetInt64() }; break;
                case "memoryReservation": read = read with { MemoryReservationBytes = reader.GetInt64() }; break;
                case "cpuPeriod": read = read with { CpuPeriod = reader.GetInt64() }; break;
                case "cpuQuota": read = read with { CpuQuota = reader.GetInt64() }; break;
                case "cpusetMems": read = read with { CpusetMems = reader.GetString() }; break;
                case "ioWeight": read = read with { IoWeight = reader.GetInt32() }; break;
                case "ioRates": read = read with { IoRates = IoRatesJson.Read(ref reader) }; break;
                case "pids": read = read with { Pids = reader.GetInt64() }; break;
                default: reader.Skip(); break;
            }
        }

        return read;
    }

    public override void Write(Utf8JsonWriter writer, ContainerLimits value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.MilliCpu is { } milli)
        {
            writer.WriteNumber("cpu", Cores.FromMilli(milli));
        }

        Number(writer, "cpuShares", value.CpuShares);
        Number(writer, "cpuPeriod", value.CpuPeriod);
        Number(writer, "cpuQuota", value.CpuQuota);
        Text(writer, "cpusetCpus", value.CpusetCpus);
        Text(writer, "cpusetMems", value.CpusetMems);

        Number(writer, "memory", value.MemoryBytes);
        Number(writer, "memorySwap", value.MemorySwapBytes);
        Number(writer, "memoryReservation", value.MemoryReservationBytes);
        Number(writer, "pids", value.Pids);
        Number(writer, "ioWeight", value.IoWeight);
        IoRatesJson.Write(writer, "ioRates", value.IoRates);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is { } text)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
