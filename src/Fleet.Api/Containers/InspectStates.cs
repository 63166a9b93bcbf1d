using Fleet.Api.Contracts.Inspect;
using Fleet.Model;
using Fleet.Model.Notation;
using Fleet.Node.Engine;

namespace Fleet.Api.Containers;

/// <summary>How a container stands, in docker's words and as a sentence.</summary>
internal static class InspectStates
{
    public static InspectState Of(ContainerInspection all)
    {
        var view = all.View;
        IReadOnlyList<int> pids = all.Facts.Process?.Pids ?? [];
        return new InspectState
        {
            Status = Status(all),
            Running = view.State is Phase.Running or Phase.Paused || view.RestartAt is not null,
            Paused = view.State == Phase.Paused,
            Restarting = view.RestartAt is not null,
            OOMKilled = view.OomKilled,
            Pid = view.Pid,
            PidInside = pids.Count > 0 ? pids[^1] : 0,
            Pids = [.. pids],
            ExitCode = view.State >= Phase.Exited ? view.ExitCode : 0,
            Error = view.Message,
            InWords = InWords(all),
            StartedAt = InspectMapping.Moment(view.StartedAt),
            FinishedAt = InspectMapping.Moment(view.FinishedAt),
        };
    }

    private static string Status(ContainerInspection all) => all.View.State switch
    {
        _ when all.View.RestartAt is not null => "restarting",
        Phase.Running => "running",
        Phase.Paused => "paused",
        Phase.Exited => "exited",
        Phase.Removed => "removing",
        _ => "created",
    };

    private static string InWords(ContainerInspection all)
    {
        var view = all.View;
        string since = InspectMapping.Moment(view.StartedAt);
        string end = view.State switch
        {
            Phase.Running => $"it runs since {since}",
            Phase.Paused => $"it was started at {since} and stands still: all its processes are frozen",
            Phase.Exited when view.ExitCode is { } code => $"it ended at {InspectMapping.Moment(view.FinishedAt)} {Ending(code)}",
            Phase.Exited => $"it ended at {InspectMapping.Moment(view.FinishedAt)} at the latest; nobody saw how",
            Phase.Removed => "it is being removed",
            _ => "it has not been started yet",
        };
        string why = view.Message.Length > 0 ? $": {view.Message}" : "";
        return end + why + (view.RestartAt is { } again ? $"; it is to be started again at {InspectMapping.Moment(again)}" : "");
    }

    private static string Ending(int code) => code switch
    {
        0 => "with exit code 0, as is usual for success",
        > 128 and < 193 => $"with exit code {code}, which stands for the signal {SignalText.Name(code - 128)}",
        127 => "with exit code 127, which usually stands for a command that was not found",
        126 => "with exit code 126, which usually stands for a command that may not be executed",
        _ => $"with exit code {code}",
    };
}
