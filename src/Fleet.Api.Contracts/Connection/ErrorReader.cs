using System.Net;
using System.Text.Json;

namespace Fleet.Api.Contracts.Connection;

/// <summary>Turns an answer that is no success into an exception.</summary>
public static class ErrorReader
{
    public static async Task<ApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancel = default)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        try
        {
            if (body.Length > 0 && JsonSerializer.Deserialize(body, ApiJson.Default.ApiError) is { } error)
            {
                return new ApiException(error);
            }
        }
        catch (JsonException)
        {
            // Not from Fleet: say what came.
        }

        string code = response.StatusCode == HttpStatusCode.NotFound ? ErrorCodes.NotFound : ErrorCodes.Internal;
        return new ApiException(new ApiError
        {
            Code = code,
            Message = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath} was answered with HTTP {(int)response.StatusCode}",
            Cure = "Compare the versions of fleet and of the agent (fleet version)",
        });
    }
}
