using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Jobs;
using Fleet.Cli.CommandLine;
using Fleet.JobFile;
using Fleet.Model;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobSubmitCommand : FleetCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The job, YAML or JSON in Compose's shape; - reads stdin" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Until the batch has ended or the service is up" };

    public JobSubmitCommand() : base("submit", "Submit a job, or a changed version of one")
    {
        Add(_file);
        Add(_wait);
    }

    public override string Notes =>
        "Prints the job's name. Variables and files that FILE mentions are the caller's.\n"
        + "With --wait: exit code 0 when the batch has succeeded or the service is up, else the task's own, 124 at its time limit.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var job = Read(context.Get(_file), context.Io);
        using var client = context.Connect();
        var answer = await client.PostAsync(
            Routes.Jobs, new SubmitJob(job, Guid.NewGuid().ToString("n")), ApiJson.Default.SubmitJob, ApiJson.Default.JobAnswer, cancel);
        if (answer.Message.Length > 0)
        {
            context.Io.Say(answer.Message);
        }

        context.Io.Print(answer.Job);
        return context.Get(_wait) ? await JobWaiting.RunAsync(client, job, answer, context.Io, cancel) : ExitCodes.Success;
    }

    private static Job Read(string file, ProgramIo io)
    {
        var caller = new Caller(file == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(file))!, io.Environment);
        string name = file == "-" ? "stdin" : file;
        string text = file == "-" ? new StreamReader(io.Stdin).ReadToEnd() : caller.ReadText(Path.GetFullPath(file));
        var read = JobFileReader.Read(name, text, caller);
        foreach (var warning in read.Warnings)
        {
            io.Say($"fleet: {warning}");
        }

        return read.Job ?? throw new JobFileException(read.Errors);
    }
}
