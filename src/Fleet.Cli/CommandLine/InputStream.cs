using System.Runtime.InteropServices;

namespace Fleet.Cli.CommandLine;

/// <summary>
/// stdin, byte for byte as it comes. The console's own stream would edit lines on a terminal and switch its modes; here a
/// terminal's keys belong to the container.
/// </summary>
internal sealed class InputStream : Stream
{
    // asm-generic/errno-base.h and poll(2); the same on x86-64 and arm64.
    private const int Stdin = 0, Interrupted = 4, TryAgain = 11;
    private const short Readable = 1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint read = ReadFrom(Stdin, start, buffer.Length);
                if (read >= 0)
                {
                    return (int)read;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno == TryAgain)
                {
                    var poll = new PollFd { Fd = Stdin, Events = Readable };
                    _ = Poll(&poll, 1, -1);
                }
                else if (errno != Interrupted)
                {
                    throw new IOException($"read from stdin: {Marshal.GetPInvokeErrorMessage(errno)}");
                }
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern unsafe nint ReadFrom(int fd, byte* bytes, nint count);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern unsafe int Poll(PollFd* fds, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }
}
