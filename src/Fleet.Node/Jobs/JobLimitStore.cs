using System.Text.Json;
using Fleet.Containers.Lifetime;
using Fleet.Linux.Files;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Jobs;

/// <summary>
/// What each job may use on this node, a file each (<c>FOLDER/JOB.json</c>), so that the next agent knows it without a session.
/// A job without limits has no file.
/// </summary>
internal sealed class JobLimitStore
{
    private readonly string _folder;
    private readonly JobGroups _groups;

    public JobLimitStore(string folder, JobGroups groups)
    {
        (_folder, _groups) = (folder, groups);
        DurableFile.MakeFolder(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Takes up what an earlier agent left, for jobs that are still here; tells of what cannot be done.</summary>
    public void TakeUp(IEnumerable<string> jobs, Action<string, Exception> failed)
    {
        var here = jobs.ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_folder, "*.json"))
        {
            string job = Path.GetFileNameWithoutExtension(path);
            if (!here.Contains(job))
            {
                File.Delete(path);
                continue;
            }
            try
            {
                Say(job, JsonSerializer.Deserialize(File.ReadAllBytes(path), RecordJson.Default.ContainerLimits)!);
                Settle(job);
            }
            catch (Exception e) when (e is JsonException or IOException or ArgumentException)
            {
                failed(job, e);
            }
        }
    }

    /// <summary>From now on these hold for containers that begin, under this agent and the next.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Remember(JobLimits said)
    {
        Say(said.Job, said.Limits);
        string path = Path.Combine(_folder, said.Job + ".json");
        if (said.Limits == new ContainerLimits()) File.Delete(path);
        else DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(said.Limits, RecordJson.Default.ContainerLimits));
    }

    /// <inheritdoc cref="JobGroups.Settle"/>
    /// <remarks>May take long, where memory has to be freed for them.</remarks>
    public void Settle(string job) => _groups.Settle(JobGroupName.Of(job));

    private void Say(string job, ContainerLimits limits) => _groups.Say(JobGroupName.Of(job), LimitsOf.Group(limits, devices: null, NodeFiles.DeviceAt));
}
