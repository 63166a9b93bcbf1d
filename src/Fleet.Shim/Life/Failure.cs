using Fleet.Linux;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Life;

/// <summary>A container that could not be made: an exit record says so on disk, and the agent hears it.</summary>
internal static class Failure
{
    internal static int Tell(string runId, Exception e)
    {
        var failed = new FailedMessage(125, e is KernelException kernel ? kernel.Errno.Value : 0, e.Message);
        var record = new ExitRecord { RunId = runId, Reason = ExitReason.NotStarted, Code = failed.Code, Error = failed.Text, FinishedAt = Clock.UnixNanoseconds };
        try
        {
            if (Start.OwnsFolder)
            {
                DurableRecord.Write(ShimFolder.Exit, record.ToBytes(), outlivesMachine: true);
            }
        }
        catch (KernelException)
        {
            // A full disk, perhaps the very cause: the report below still says it.
        }

        Start.Report(CreatedReport.Failed(failed));
        return 1;
    }
}
