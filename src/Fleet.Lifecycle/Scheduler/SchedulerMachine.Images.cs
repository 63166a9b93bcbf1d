using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

// From names to digests: a job is accepted once every image is named by digest.
public sealed partial class SchedulerMachine
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(10);

    private readonly List<WaitingSubmit> _waiting = [];
    private readonly Dictionary<string, ImageQuestion> _questions = new(StringComparer.Ordinal);
    private int _asked;

    private void OnSubmit(SubmitJob submit)
    {
        if (_waiting.Exists(waiting => waiting.Submit.Request == submit.Request)) return;
        Overtake(submit.Job.Name);      // of two submits of one name the later counts
        _waiting.Add(new WaitingSubmit(submit, _now + Options.ResolveWithin));
        ResolveWaiting();
    }

    /// <summary>Answers submits of a job that still wait: something later has taken their place.</summary>
    private bool Overtake(string job)
    {
        var overtaken = _waiting.FindAll(waiting => waiting.Submit.Job.Name == job);
        foreach (var one in overtaken)
        {
            _waiting.Remove(one);
            Refuse(one.Submit.Request, AnswerStatus.Rejected, $"{job}: overtaken by a later command before its images were found");
        }
        return overtaken.Count > 0;
    }

    private void OnImageResolved(ImageResolved resolved)
    {
        string name = ImageReference.Normalise(resolved.Reference);
        if (!_questions.TryGetValue(name, out var question)) return;
        question.Digest = resolved.Digest;
        question.Error = resolved.Digest is null ? (resolved.Error.Length > 0 ? resolved.Error : "no answer") : "";
        ResolveWaiting();
    }

    /// <summary>Takes waiting submits as far as they go; called whenever something might let them go further.</summary>
    private void ResolveWaiting()
    {
        foreach (var waiting in _waiting.ToList()) Resolve(waiting);
        if (_waiting.Count == 0) _questions.Clear();
    }

    private void Resolve(WaitingSubmit waiting)
    {
        var job = waiting.Submit.Job;
        var groups = ImmutableArray.CreateBuilder<TaskGroup>(job.Groups.Length);
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        foreach (var group in job.Groups)
        {
            (string? image, string error) = Resolve(group.Container.Image, waiting.Deadline);
            if (error.Length > 0) errors.Add(new FieldError($"services.{group.Name}.image", error));
            if (image is not null) groups.Add(group with { Container = group.Container with { Image = image } });
        }
        if (errors.Count > 0)
        {
            _waiting.Remove(waiting);
            var found = errors.DrainToImmutable();
            _outputs.Add(new Reply(waiting.Submit.Request, new Answer(AnswerStatus.Rejected, string.Join("; ", found.Select(one => one.Message))) { Errors = found }));
        }
        else if (groups.Count == job.Groups.Length)
        {
            _waiting.Remove(waiting);
            Accept(waiting.Submit.Request, job with { Groups = groups.DrainToImmutable() });
        }
    }

    // The image by digest, or why there is none; neither while an answer is awaited.
    private (string? Image, string Error) Resolve(string image, DateTimeOffset deadline)
    {
        if (ImageReference.HasDigest(image)) return (image, "");
        string name = ImageReference.Normalise(image);
        if (NewestOnNodes(name) is { } here) return ($"{name}@{here}", "");
        if (!ImageReference.NamesRegistry(name) && Options.DefaultRegistry is null)
        {
            // Nodes may still be on their way back, and the report of an import that ended a moment ago on its way here.
            bool settled = _state.Nodes.All(node => node.Session is not null) && _state.Nodes.Count > 0;
            bool reported = _now >= deadline - Options.ResolveWithin + Options.ReportsWithin;
            return !reported || (!settled && _now < _began + Options.SettleAfterRecovery) ? (null, "")
                : (null, $"image {image}: no node has it and it names no registry; `fleet image import` it on any node");
        }
        var question = Ask(name);
        if (question?.Digest is { } digest) return ($"{name}@{digest}", "");
        if (question?.Error.Length > 0) return (null, $"image {image}: {question.Error}");
        if (_now < deadline) return (null, "");
        return (null, question is null ? $"image {image}: no node is there to ask its registry" : $"image {image}: no answer from {question.Node} within {Options.ResolveWithin.TotalSeconds:0} s");
    }

    private ImageQuestion? Ask(string name)
    {
        var question = _questions.GetValueOrDefault(name);
        if (question is not null)
        {
            bool answered = question.Digest is not null || question.Error.Length > 0;
            bool alive = _state.Node(question.Node)?.Session?.Number == question.Session;
            if (answered || alive && _now < question.AskedAt + AskAgainAfter) return question;
        }
        var ready = _state.Nodes.Where(node => node.Session is not null).OrderBy(node => node.Name, StringComparer.Ordinal).ToList();
        if (ready.Count == 0) return null;
        var node = ready[_asked++ % ready.Count];
        question = new ImageQuestion(node.Name, node.Session!.Number, _now);
        _questions[name] = question;
        _outputs.Add(new ResolveImage(node.Name, question.Session, name));
        return question;
    }

    private string? NewestOnNodes(string name) => _state.Nodes
        .Where(node => node.Session is not null)
        .SelectMany(node => node.Report!.Images)
        .Where(image => image.Names.Any(one => ImageReference.Normalise(one) == name))
        .OrderByDescending(image => image.ImportedAt).ThenBy(image => image.Digest, StringComparer.Ordinal)
        .FirstOrDefault()?.Digest;

    private sealed record WaitingSubmit(SubmitJob Submit, DateTimeOffset Deadline);

    private sealed class ImageQuestion(string node, long session, DateTimeOffset askedAt)
    {
        public string Node { get; } = node;

        public long Session { get; } = session;

        public DateTimeOffset AskedAt { get; } = askedAt;

        public string? Digest { get; set; }

        public string Error { get; set; } = "";
    }
}
