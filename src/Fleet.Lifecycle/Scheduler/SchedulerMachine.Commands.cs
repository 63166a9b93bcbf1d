using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Explain;

namespace Fleet.Lifecycle.Scheduler;

// Commands of clients. One that was carried out is remembered with its answer; a refusal changes nothing and is not.
public sealed partial class SchedulerMachine
{
    /// <summary>More replicas than this in one group are a slip of the finger.</summary>
    private const int MostReplicas = 1_000_000;

    private void OnCommand(Command command)
    {
        if (_state.Requests.AnswerTo(command.Request) is { } before)
        {
            _outputs.Add(new Reply(command.Request, before));
            return;
        }
        switch (command)
        {
            case SubmitJob submit: OnSubmit(submit); break;
            case StopJob stop: OnStop(stop); break;
            case ScaleJob scale: OnScale(scale); break;
            case LabelNode label: OnLabel(label); break;
            default: throw new InvalidOperationException($"a command of an unknown kind: {command.GetType().Name}");
        }
    }

    /// <param name="job">Every image by digest.</param>
    private void Accept(RequestKey request, Job job)
    {
        long since = _state.Events.Sequence;
        string digest = JobDigest.Of(job);
        var known = _state.Jobs.GetValueOrDefault(job.Name);
        string done;
        if (known is { Stopped: false } && known.Current.Digest == digest)
        {
            done = Rescale(known, job) ? "scaled back to what it says" : known.State switch
            {
                JobState.Complete => "unchanged, and complete; stop it first to run it again",
                JobState.Failed => "unchanged, and failed; stop it first to run it again",
                _ => "unchanged",
            };
        }
        else
        {
            long number = (known?.Current.Number ?? 0) + 1;
            Decide(new JobAccepted(new JobVersion(digest, number, job), _now));
            done = known is null ? "accepted" : $"version {number} accepted";
        }
        foreach (var group in job.Groups)
            if (Explainer.LargerThanAnyNode(_state.Table, group.Needs) is { } larger) done += $"; warning: {group.Name} is {larger}";
        Answer(request, Model.Answer.Done($"{job.Name}: {done}") with { Version = _state.Jobs[job.Name].Current, Sequence = since + 1 });
    }

    private bool Rescale(JobRecord known, Job job)
    {
        bool any = false;
        foreach (var group in job.Groups)
        {
            if (known.Group(group.Name)!.Wanted == group.Replicas) continue;
            Decide(new JobScaled(job.Name, group.Name, group.Replicas, _now));
            any = true;
        }
        return any;
    }

    private void OnStop(StopJob stop)
    {
        // A submit of that name that still waits for its images is overtaken by the stop: it must not start anything later.
        bool waiting = Overtake(stop.Job);
        if (!_state.Jobs.TryGetValue(stop.Job, out var job))
        {
            if (waiting) Answer(stop.Request, Model.Answer.Done($"{stop.Job}: stopped before it was accepted"));
            else Refuse(stop.Request, AnswerStatus.NotFound, NoSuchJob(stop.Job));
            return;
        }
        long since = _state.Events.Sequence;
        string done = job.Stopped ? "was stopped before" : "stopping";
        if (!job.Stopped) Decide(new JobStopped(stop.Job, _now));
        Answer(stop.Request, Model.Answer.Done($"{stop.Job}: {done}") with { Sequence = since + 1 });
    }

    private void OnScale(ScaleJob scale)
    {
        if (!_state.Jobs.TryGetValue(scale.Job, out var job))
        {
            Refuse(scale.Request, AnswerStatus.NotFound, NoSuchJob(scale.Job));
            return;
        }
        var groups = job.Groups.Where(one => !one.Retired).ToList();
        var group = scale.Group.Length > 0 ? groups.Find(one => one.Name == scale.Group) : groups.Count == 1 ? groups[0] : null;
        string names = string.Join(", ", groups.Select(one => one.Name));
        if (group is null)
        {
            if (scale.Group.Length > 0) Refuse(scale.Request, AnswerStatus.NotFound, $"job '{scale.Job}' has no group '{scale.Group}': it has {names}");
            else Refuse(scale.Request, AnswerStatus.Rejected, $"job '{scale.Job}' has the groups {names}: say which one (JOB.GROUP=N)");
        }
        else if (job.Stopped)
        {
            Refuse(scale.Request, AnswerStatus.Rejected, $"job '{scale.Job}' is stopped: submit it again to run it");
        }
        else if (scale.Replicas is < 0 or > MostReplicas)
        {
            Refuse(scale.Request, AnswerStatus.Rejected, $"{scale.Replicas} replicas of '{group.FullName}': from 0 to {MostReplicas}");
        }
        else
        {
            Scale(scale, group);
        }
    }

    private void Scale(ScaleJob scale, GroupRecord group)
    {
        long since = _state.Events.Sequence;
        int before = group.Wanted;
        if (before != scale.Replicas) Decide(new JobScaled(scale.Job, group.Name, scale.Replicas, _now));
        string done = before == scale.Replicas ? $"has {before} replicas already" : $"{before} -> {scale.Replicas}";
        Answer(scale.Request, Model.Answer.Done($"{group.FullName}: {done}") with { Sequence = since + 1 });
    }

    private void OnLabel(LabelNode label)
    {
        if (_state.Node(label.Node) is not { } node)
        {
            string known = string.Join(", ", _state.Nodes.Select(one => one.Name).Order(StringComparer.Ordinal));
            Refuse(label.Request, AnswerStatus.NotFound, known.Length == 0 ? $"no node '{label.Node}': none has joined" : $"no node '{label.Node}': there are {known}");
            return;
        }
        long since = _state.Events.Sequence;
        if (node.Labels.GetValueOrDefault(label.Key) != label.Value) Decide(new NodeLabelled(label.Node, label.Key, label.Value, _now));
        string done = label.Value is null ? $"label {label.Key} removed" : $"{label.Key}={label.Value}";
        Answer(label.Request, Model.Answer.Done($"{label.Node}: {done}") with { Sequence = since + 1 });
    }

    private void Answer(RequestKey request, Answer answer)
    {
        Decide(new RequestRemembered(request, answer, _now));
        _outputs.Add(new Reply(request, answer));
    }

    private void Refuse(RequestKey request, AnswerStatus status, string why) => _outputs.Add(new Reply(request, new Answer(status, why)));

    private static string NoSuchJob(string name) => $"no job '{name}' (see `fleet job list`)";
}
