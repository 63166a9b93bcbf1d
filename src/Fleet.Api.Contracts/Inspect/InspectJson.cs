using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Api.Contracts.Inspect;

/// <summary>The one answer whose names are docker's: as they are written, with a capital.</summary>
[JsonSerializable(typeof(InspectInfo))]
public sealed partial class InspectJson : JsonSerializerContext
{
    /// <summary>With <c>&lt;</c>, <c>'</c> and other signs as they are: this is read by people and shells, not put into web pages.</summary>
    public static InspectJson Plain { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
