using System.Text.Json;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Client;

// What changes the cluster. The request id says that two calls are one and the same: an id that the cluster has seen in the
// last 24 hours gets its first answer again and changes nothing. Without one, each call is a wish of its own.
public sealed partial class FleetClient
{
    /// <summary>
    /// Submits a job: a new one, or a new version of the one of that name (the old replicas stop, the new ones start). A job
    /// equal to the newest version changes nothing. It is checked here first, and again by the cluster.
    /// </summary>
    public async Task<Submission> SubmitAsync(Job job, string? requestId = null, CancellationToken cancel = default)
    {
        IReadOnlyList<FieldError> errors = JobValidator.Validate(job);
        if (errors.Count > 0)
        {
            throw new FleetRejectedException($"job '{job.Name}' is not valid", [.. errors]);
        }

        Answer answer = await Ask(new SubmitJob(job), requestId, cancel).ConfigureAwait(false);
        return new Submission(job.Name, answer.Version ?? new JobVersion(JobDigest.Of(job), 0, job), answer.Message, answer.Sequence);
    }

    /// <summary>Submits a job that <see cref="JobJson.Write"/> made.</summary>
    /// <exception cref="FleetRejectedException">Not such a job, or not a valid one.</exception>
    public Task<Submission> SubmitJsonAsync(ReadOnlyMemory<byte> json, string? requestId = null, CancellationToken cancel = default)
    {
        try
        {
            return SubmitAsync(JobJson.Read(json.Span), requestId, cancel);
        }
        catch (JsonException e)
        {
            throw new FleetRejectedException($"this is not a job in JSON: {e.Message}", []);
        }
    }

    /// <summary>Stops all replicas of a job and keeps its record.</summary>
    public async Task<Accepted> StopAsync(string job, string? requestId = null, CancellationToken cancel = default) =>
        Plain(await Ask(new StopJob(job), requestId, cancel).ConfigureAwait(false));

    /// <param name="group">Empty: the job's only one.</param>
    public async Task<Accepted> ScaleAsync(string job, int replicas, string group = "", string? requestId = null, CancellationToken cancel = default) =>
        Plain(await Ask(new ScaleJob(job, group, replicas), requestId, cancel).ConfigureAwait(false));

    /// <summary>Lays a label over a node's own, which jobs choose nodes by.</summary>
    /// <param name="value">Null takes the label away, so that the node's own shows again.</param>
    public async Task<Accepted> LabelNodeAsync(string node, string key, string? value, string? requestId = null, CancellationToken cancel = default) =>
        Plain(await Ask(new LabelNode(node, key, value), requestId, cancel).ConfigureAwait(false));

    private static Accepted Plain(Answer answer) => new(answer.Message, answer.Sequence);
}
