using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>Answers to the commands of the last day.</summary>
internal sealed class RequestMemory
{
    private readonly Dictionary<RequestKey, RequestRemembered> _answers = [];
    private readonly Queue<RequestRemembered> _byAge = [];

    public IEnumerable<RequestRemembered> All => _byAge;

    public Answer? AnswerTo(RequestKey request) => _answers.TryGetValue(request, out var remembered) ? remembered.Answer : null;

    public void Remember(RequestRemembered answered)
    {
        if (_answers.TryAdd(answered.Request, answered)) _byAge.Enqueue(answered);
    }

    public void ForgetBefore(DateTimeOffset time)
    {
        while (_byAge.TryPeek(out var oldest) && oldest.Time < time)
        {
            _byAge.Dequeue();
            _answers.Remove(oldest.Request);
        }
    }
}
