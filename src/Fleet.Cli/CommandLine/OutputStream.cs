using System.Runtime.InteropServices;

namespace Fleet.Cli.CommandLine;

/// <summary>
/// stdout or stderr, byte for byte and unbuffered. Unlike the console's own stream it says when nobody reads any more, so that
/// <c>fleet run base yes | head -n 1</c> ends.
/// </summary>
internal sealed class OutputStream(int fd) : Stream
{
    // asm-generic/errno-base.h and poll(2); the same on x86-64 and arm64.
    private const int Interrupted = 4, TryAgain = 11, BrokenPipe = 32;
    private const short Writable = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="NoReaderException">The reader of the pipe is gone.</exception>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (int done = 0; done < buffer.Length;)
            {
                nint written = WriteTo(fd, start + done, buffer.Length - done);
                if (written >= 0)
                {
                    done += (int)written;
                    continue;
                }

                int errno = Marshal.GetLastPInvokeError();
                switch (errno)
                {
                    case Interrupted:
                        break;
                    case TryAgain:
                        var poll = new PollFd { Fd = fd, Events = Writable };
                        _ = Poll(&poll, 1, -1);
                        break;
                    case BrokenPipe:
                        throw new NoReaderException();
                    default:
                        throw new IOException($"write to {(fd == 1 ? "stdout" : "stderr")}: {Marshal.GetPInvokeErrorMessage(errno)}");
                }
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern unsafe nint WriteTo(int fd, byte* bytes, nint count);

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

/// <summary>Whoever read our output has gone; a program without a handler would have died of SIGPIPE.</summary>
internal sealed class NoReaderException() : IOException("nobody reads the output any more");
