using System.Collections.Immutable;
using System.Text.Json;
using Fleet.Model;

namespace Fleet.Api.Contracts.Json;

/// <summary>Rates of block devices: a list of objects; what is unlimited is left out.</summary>
internal static class IoRatesJson
{
    public static ImmutableArray<IoRate> Read(ref Utf8JsonReader reader)
    {
        var rates = ImmutableArray.CreateBuilder<IoRate>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var rate = new IoRate("");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string? name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "device": rate = rate with { Device = reader.GetString() ?? "" }; break;
                    case "readBytes": rate = rate with { ReadBytes = reader.GetInt64() }; break;
                    case "writeBytes": rate = rate with { WriteBytes = reader.GetInt64() }; break;
                    case "readOperations": rate = rate with { ReadOperations = reader.GetInt64() }; break;
                    case "writeOperations": rate = rate with { WriteOperations = reader.GetInt64() }; break;
                    default: reader.Skip(); break;
                }
            }

            rates.Add(rate);
        }

        return rates.ToImmutable();
    }

    public static void Write(Utf8JsonWriter writer, string name, ImmutableArray<IoRate> rates)
    {
        if (rates.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var rate in rates)
        {
            writer.WriteStartObject();
            writer.WriteString("device", rate.Device);
            Number(writer, "readBytes", rate.ReadBytes);
            Number(writer, "writeBytes", rate.WriteBytes);
            Number(writer, "readOperations", rate.ReadOperations);
            Number(writer, "writeOperations", rate.WriteOperations);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
