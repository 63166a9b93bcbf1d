using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Api.Contracts;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Server;

/// <summary>Bodies in and out.</summary>
internal static class Answers
{
    public static async Task JsonAsync<T>(HttpContext http, T value, JsonTypeInfo<T> json)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, json);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>One object and a newline, sent at once.</summary>
    public static async Task LineAsync<T>(HttpContext http, T value, JsonTypeInfo<T> json)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "application/x-ndjson";
        }

        await http.Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, json), (byte)'\n'], http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <exception cref="Errors.RefusedException">Not JSON of this kind.</exception>
    public static async Task<T> BodyAsync<T>(HttpContext http, JsonTypeInfo<T> json)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, json, http.RequestAborted)
                ?? throw Errors.RefusedException.Invalid("the body is null");
        }
        catch (JsonException e)
        {
            throw Errors.RefusedException.Invalid($"the body is not what {http.Request.Path} takes: {e.Message}");
        }
    }

    public static string Name(HttpContext http) => (string)http.Request.RouteValues["name"]!;

    /// <summary>Null when it was not given.</summary>
    public static string? Query(HttpContext http, string key) => http.Request.Query.TryGetValue(key, out var values) ? values.ToString() : null;

    public static bool Flag(HttpContext http, string key) => Query(http, key) is "true" or "1";

    public static int? Number(HttpContext http, string key) =>
        Query(http, key) is not { } text ? null
            : int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number
            : throw Errors.RefusedException.Invalid($"{key} is a whole number, not '{text}'");

    public static DateTimeOffset? Time(HttpContext http, string key) =>
        Query(http, key) is not { } text ? null
            : DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw Errors.RefusedException.Invalid($"{key} is an RFC 3339 time, not '{text}'");
}
