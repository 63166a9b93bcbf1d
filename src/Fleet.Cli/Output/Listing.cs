using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>What the agent lists: as it came for programs, as a table for people.</summary>
internal static class Listing
{
    public static async Task<int> ShowAsync<T>(
        CommandContext context, string? format, string path, JsonTypeInfo<ImmutableArray<T>> json, IReadOnlyList<Column<T>> columns, CancellationToken cancel)
    {
        using var client = context.Connect();
        byte[] answer = await client.GetBytesAsync(path, cancel);
        if (format == "json")
        {
            WriteJson(context.Io, answer);
            return ExitCodes.Success;
        }

        Table.Write(context.Io, JsonSerializer.Deserialize(answer, json), columns);
        return ExitCodes.Success;
    }

    /// <summary>One JSON value and a newline, in one write.</summary>
    public static void WriteJson(ProgramIo io, byte[] json) => io.Stdout.Write([.. json, (byte)'\n']);

    /// <summary>One JSON object, indented for people to read.</summary>
    public static void WriteIndented(ProgramIo io, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            document.WriteTo(writer);
        }

        buffer.Write(Encoding.UTF8.GetBytes("\n"));
        io.Stdout.Write(buffer.ToArray());
    }
}
