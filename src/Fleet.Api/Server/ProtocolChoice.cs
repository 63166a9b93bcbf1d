using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fleet.Api.Server;

/// <summary>
/// HTTP/1.1 and HTTP/2 on one cleartext endpoint. Kestrel decides between them by what TLS negotiated, which is not there; so
/// the first bytes are looked at (RFC 9113, 3.4: the preface of HTTP/2) and the answer is handed to it in TLS's place.
/// </summary>
internal static class ProtocolChoice
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    private static readonly ReadOnlyMemory<byte> Http2 = "h2"u8.ToArray();

    public static void ByFirstBytes(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => async connection =>
        {
            if (await StartsHttp2Async(connection))
            {
                connection.Features.Set<ITlsApplicationProtocolFeature>(new Negotiated());
            }

            await next(connection);
        });
    }

    private static async Task<bool> StartsHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            bool? http2 = Judge(read.Buffer, read.IsCompleted);
            // Nothing is consumed: the protocol reads it again. With too little, wait for more.
            input.AdvanceTo(read.Buffer.Start, http2 is null ? read.Buffer.End : read.Buffer.Start);
            if (http2 is { } known)
            {
                return known;
            }
        }
    }

    private static bool? Judge(ReadOnlySequence<byte> seen, bool ended)
    {
        int length = (int)Math.Min(seen.Length, Preface.Length);
        Span<byte> first = stackalloc byte[length];
        seen.Slice(0, length).CopyTo(first);
        return !Preface.StartsWith(first) ? false : length == Preface.Length ? true : ended ? false : null;
    }

    private sealed class Negotiated : ITlsApplicationProtocolFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol => Http2;
    }
}
