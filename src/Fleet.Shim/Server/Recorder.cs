using Fleet.Linux;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Server;

/// <summary>
/// Puts records on disk. Where that fails (a full disk) the container goes on and whoever asks is told, and it is tried again
/// every second: the shim does not leave before the record stands.
/// </summary>
internal sealed class Recorder : Source
{
    private string _name = "";
    private byte[]? _unwritten;
    private long _again = long.MaxValue;

    internal override int Fd => -1;

    internal override short Wanted => 0;

    internal override long Deadline => _again;

    internal bool IsDone => _unwritten is null;

    internal void Write(string name, byte[] content)
    {
        (_name, _unwritten) = (name, content);
        Due();
    }

    internal override void Due()
    {
        try
        {
            DurableRecord.Write(_name, _unwritten!, outlivesMachine: _name == ShimFolder.Exit);
            (_unwritten, _again) = (null, long.MaxValue);
        }
        catch (KernelException)
        {
            _again = Clock.Milliseconds + 1000;
        }
    }
}
