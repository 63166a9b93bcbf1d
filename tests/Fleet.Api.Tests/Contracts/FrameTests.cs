using Fleet.Api.Contracts.Streams;

namespace Fleet.Api.Tests.Contracts;

public sealed class FrameTests
{
    [Fact]
    public async Task Frames_come_out_as_they_went_in_however_the_bytes_are_cut()
    {
        using var written = new MemoryStream();
        var writer = new FrameWriter(written);
        byte[] big = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];
        await writer.WriteAsync(FrameType.Stdout, "a"u8.ToArray());
        await writer.WriteAsync(FrameType.StdinEnd, default);
        await writer.WriteAsync(FrameType.Stderr, big);
        var reader = new FrameReader(new OneByOne(written.ToArray()));
        Assert.Equal(FrameType.Stdout, (await reader.ReadAsync())?.Type);
        Assert.Equal(FrameType.StdinEnd, (await reader.ReadAsync())?.Type);
        byte[] came = [];
        while (await reader.ReadAsync() is { } frame)
        {
            Assert.Equal(FrameType.Stderr, frame.Type);
            came = [.. came, .. frame.Payload.Span];
        }

        Assert.Equal(big, came);
    }

    [Theory]
    [InlineData(new byte[] { 4, 0, 0, 0, 3, 1 })]
    [InlineData(new byte[] { 4, 0 })]
    public async Task A_stream_that_ends_within_a_frame_is_a_fault(byte[] bytes) =>
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await new FrameReader(new MemoryStream(bytes)).ReadAsync());

    [Theory]
    [InlineData(new byte[] { 99, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 4, 0xff, 0xff, 0xff, 0xff })]
    public async Task What_is_no_frame_is_refused_before_memory_is_taken_for_it(byte[] bytes) =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await new FrameReader(new MemoryStream(bytes)).ReadAsync());

    [Fact]
    public void A_log_frame_keeps_time_flags_name_and_bytes()
    {
        var frame = new LogFrame(DateTimeOffset.UnixEpoch.AddTicks(17), true, false, true, "job.web.3", new byte[] { 0, 255 });
        var back = LogFrame.Decode(frame.Encode());
        Assert.Equal(frame with { Content = default }, back with { Content = default });
        Assert.Equal(frame.Content.ToArray(), back.Content.ToArray());
    }

    private sealed class OneByOne(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
