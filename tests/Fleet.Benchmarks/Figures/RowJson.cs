using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Benchmarks.Figures;

/// <summary>The rows as others read them: one array, the fields in the order of <see cref="Row"/>.</summary>
[JsonSerializable(typeof(IReadOnlyList<Row>))]
internal sealed partial class RowJson : JsonSerializerContext
{
    // As people write it: a plus sign, an apostrophe.
    private static readonly RowJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Write(IReadOnlyList<Row> rows) => JsonSerializer.SerializeToUtf8Bytes(rows, Plain.IReadOnlyListRow);
}
