using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Cli.Output;

/// <summary>Reads the last frames of a stream.</summary>
internal static class Frames
{
    public static ApiException ErrorOf(Frame frame) =>
        new(JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ApiError) ?? throw new InvalidDataException("an empty error frame"));

    public static ExitInfo ExitOf(Frame frame) =>
        JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ExitInfo) ?? throw new InvalidDataException("an empty exit frame");
}
