using System.Net;
using System.Net.Http.Headers;
using Fleet.Api.Contracts;
using Fleet.Api.Tests.Support;
using Fleet.Protocol.Tickets;

namespace Fleet.Api.Tests;

public sealed class RemoteServerTests
{
    [Theory]
    [InlineData(null, null, 200, 0, 100, null)]
    [InlineData(10L, 19L, 206, 10, 10, "bytes 10-19/100")]
    [InlineData(90L, null, 206, 90, 10, "bytes 90-99/100")]
    [InlineData(null, 5L, 206, 95, 5, "bytes 95-99/100")]
    [InlineData(90L, 500L, 206, 90, 10, "bytes 90-99/100")]
    [InlineData(100L, null, 416, 0, 0, "bytes */100")]
    public async Task A_blob_comes_whole_or_in_the_part_that_is_asked_for(long? from, long? to, int status, int first, int count, string? range)
    {
        await using var api = await RunningApi.StartAsync();
        using var response = await SendAsync(api, Routes.Blob(FakeImages.Digest), request =>
        {
            if (from is not null || to is not null)
            {
                request.Headers.Range = new RangeHeaderValue(from, to);
            }
        });
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(range, response.Content.Headers.ContentRange?.ToString());
        byte[] wanted = [.. Enumerable.Range(first, count).Select(i => (byte)i)];
        Assert.Equal(wanted, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_not_found()
    {
        await using var api = await RunningApi.StartAsync();
        using var response = await SendAsync(api, Routes.Blob("sha256:11"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("nonsense", 403)]
    [InlineData("exec:c", 403)]
    [InlineData("logs:d", 403)]
    [InlineData("logs:c", 200)]
    public async Task Logs_need_a_ticket_for_this_purpose_and_this_allocation(string? ticket, int status)
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        using var response = await SendAsync(api, Routes.AllocationLogs("c"), request =>
        {
            if (ticket is not null)
            {
                string token = ticket.Split(':') is [var purpose, var subject] ? new Ticket(purpose, subject, DateTimeOffset.UtcNow.AddMinutes(1)).Sign(api.Engine.TicketKey.Span) : ticket;
                request.Headers.Authorization = new AuthenticationHeaderValue(Routes.TicketScheme, token);
            }
        });
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/containers")]
    [InlineData("/v1/version")]
    [InlineData("/v1/images")]
    [InlineData("/v1/jobs")]
    public async Task Nothing_of_the_local_api_is_reached_from_outside(string path)
    {
        await using var api = await RunningApi.StartAsync();
        using var response = await SendAsync(api, path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningApi api, string path, Action<HttpRequestMessage>? change = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{api.Api.TcpAddress}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        change?.Invoke(request);
        return await http.SendAsync(request);
    }
}
