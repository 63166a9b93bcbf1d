using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Streams;

/// <summary>
/// Writes <see cref="LogFormat"/>. What cannot be written (full disk) is dropped and counted, and a record says so as soon as one
/// can be written again: the container never waits for its log.
/// </summary>
internal sealed unsafe class LogWriter
{
    private const int BufferSize = 64 * 1024;
    private readonly LogPlan _plan;
    private readonly string _run;
    private readonly LogFiles _files;
    private readonly byte* _buffer;
    private int _buffered;
    private long _unsaid;
    private long _stdout, _stderr;
    private bool _placeDue;

    internal LogWriter(LogPlan plan, string run)
    {
        _plan = plan;
        _run = run;
        _files = LogFiles.Open();
        _buffer = (byte*)NativeMemory.Alloc(BufferSize);
        Place();
        _placeDue = !_files.Append(new ReadOnlySpan<byte>(_buffer, _buffered));
        _buffered = 0;
    }

    /// <summary>Bytes of output that are not in the log.</summary>
    internal long Lost { get; private set; }

    /// <summary>One read's worth of output: all its records bear one time.</summary>
    internal void Write(LogSource source, ReadOnlySpan<byte> output)
    {
        if (_placeDue)
        {
            Place();
        }

        Span<byte> head = stackalloc byte[LogFormat.HeadLength];
        LogFormat.WriteTime(head, Clock.UnixNanoseconds);
        (source == LogSource.Stdout ? " stdout "u8 : " stderr "u8).CopyTo(head[LogFormat.TimeLength..]);
        head[^1] = (byte)' ';
        while (output.Length > 0)
        {
            int newline = output.IndexOf((byte)'\n');
            int length = Math.Min(newline < 0 ? output.Length : newline, LogFormat.MaxBytes);
            bool whole = length == newline;
            head[^2] = whole ? (byte)'F' : (byte)'P';
            int taken = whole ? length + 1 : length;
            Record(head, output[..length]);
            Count(source, taken);
            output = output[taken..];
        }

        Flush();
    }

    internal void Close()
    {
        Flush();
        _files.Close();
        NativeMemory.Free(_buffer);
    }

    private void Record(ReadOnlySpan<byte> head, ReadOnlySpan<byte> bytes)
    {
        int size = head.Length + bytes.Length + 1;
        if (_files.Length > 0 || _buffered > 0)
        {
            if (_files.Length + _buffered + size > _plan.MaxBytes)
            {
                Flush();
                if (_files.Rotate(_plan.MaxFiles))
                {
                    Place();
                }
            }
        }

        Put(head, bytes);
    }

    private void Put(ReadOnlySpan<byte> head, ReadOnlySpan<byte> bytes)
    {
        int size = head.Length + bytes.Length + 1;

        if (_buffered + size > BufferSize)
        {
            Flush();
        }

        var to = new Span<byte>(_buffer + _buffered, size);
        head.CopyTo(to);
        bytes.CopyTo(to[head.Length..]);
        to[^1] = (byte)'\n';
        _buffered += size;
    }

    private void Count(LogSource source, int bytes)
    {
        if (source == LogSource.Stderr)
        {
            _stderr += bytes;
        }
        else
        {
            _stdout += bytes;
        }
    }

    /// <summary>Writes down how far the run is here (<see cref="LogPlace"/>).</summary>
    private void Place()
    {
        Span<byte> head = stackalloc byte[LogFormat.TimeLength + OwnHead.Length];
        LogFormat.WriteTime(head, Clock.UnixNanoseconds);
        OwnHead.CopyTo(head[LogFormat.TimeLength..]);
        Put(head, new LogPlace(_run, _stdout, _stderr).Encode());
        _placeDue = false;
    }

    private static ReadOnlySpan<byte> OwnHead => " fleet F "u8;

    private void Flush()
    {
        if (_buffered == 0)
        {
            return;
        }

        if (_unsaid > 0)
        {
            Span<byte> time = stackalloc byte[LogFormat.TimeLength];
            LogFormat.WriteTime(time, Clock.UnixNanoseconds);
            byte[] mark = Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{Encoding.ASCII.GetString(time)} fleet F lost {_unsaid} bytes\n"));
            if (!_files.Append(mark))
            {
                Drop();
                return;
            }

            _unsaid = 0;
        }

        if (!_files.Append(new ReadOnlySpan<byte>(_buffer, _buffered)))
        {
            Drop();
        }

        _buffered = 0;
    }

    private void Drop()
    {
        // Counted as written, heads included: the reader wants to know that and about how much is missing.
        Lost += _buffered;
        _unsaid += _buffered;
        _buffered = 0;
        _placeDue = true;
    }
}
