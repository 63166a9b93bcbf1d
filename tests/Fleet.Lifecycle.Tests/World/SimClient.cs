using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.World;

/// <summary>Repeats each command under its request id until it is answered, one after the other.</summary>
internal sealed class SimClient(SimWorld world)
{
    private readonly Queue<Command> _commands = [];
    private int _request;

    public List<Answer> Answers { get; } = [];

    public bool IsIdle => _commands.Count == 0;

    public void Ask(Func<RequestKey, Command> command)
    {
        _commands.Enqueue(command(new RequestKey("client", $"r{++_request}")));
        if (_commands.Count == 1) Send();
    }

    public void Hear(Reply reply)
    {
        if (!_commands.TryPeek(out var command) || command.Request != reply.Request) return;
        if (reply.Answer.Status != AnswerStatus.Busy)
        {
            Answers.Add(reply.Answer);
            _commands.Dequeue();
        }
        if (_commands.Count > 0) Send();
    }

    private void Send()
    {
        var command = _commands.Peek();
        world.Send("client", () => world.Control.Command(command));
        world.After(1, () =>
        {
            if (_commands.TryPeek(out var still) && ReferenceEquals(still, command)) Send();
        });
    }
}
