using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Jobs;
using Fleet.Model;

namespace Fleet.Api.Tests.Contracts;

public sealed class JsonTests
{
    [Fact]
    public void A_job_of_several_groups_arrives_as_it_was_sent()
    {
        var job = Job.Service("web", "image") with
        {
            Replicas = 3,
            Command = ["a", "b c"],
            Limits = new ContainerLimits { MilliCpu = 250, MemoryBytes = 64 << 20, MemorySwapBytes = -1, CpusetCpus = "0-1" },
            Reserved = new Resources(100, 1000, 5),
            Constraints = [new Constraint("node.labels.zone", ConstraintOperator.NotEqual, "b")],
            Disconnect = DisconnectPolicy.Default with { StopOnClientAfter = TimeSpan.FromSeconds(90) },
            Mounts = [new MountSpec(MountType.Volume, "data", "/d", true) { NoCopy = true }],
        };
        job = job with { Groups = [.. job.Groups, job.Groups[0] with { Name = "second", Type = TaskType.Batch, Retries = 2, TimeLimit = TimeSpan.FromMilliseconds(1500) }] };
        string json = JsonSerializer.Serialize(new SubmitJob(job, "id"), ApiJson.Default.SubmitJob);
        var back = JsonSerializer.Deserialize(json, ApiJson.Default.SubmitJob)!;
        Assert.Equal(JobDigest.Of(job), JobDigest.Of(back.Job));
        Assert.Equal(json, JsonSerializer.Serialize(back, ApiJson.Default.SubmitJob));
    }

    [Fact]
    public void Cpu_is_in_cores_sizes_in_bytes_and_durations_in_seconds()
    {
        var spec = new ContainerSpec { Image = "i", Limits = new ContainerLimits { MilliCpu = 500, MemoryBytes = 1024 }, StopGracePeriod = TimeSpan.FromMilliseconds(2500) };
        string json = JsonSerializer.Serialize(new CreateContainer { Spec = spec }, ApiJson.Default.CreateContainer);
        Assert.Contains("\"limits\":{\"cpu\":0.5,\"memory\":1024}", json);
        Assert.Contains("\"stopGracePeriod\":2.5", json);
    }

    [Fact]
    public void Whole_cores_and_whole_seconds_have_no_fraction()
    {
        var spec = new ContainerSpec { Image = "i", Limits = new ContainerLimits { MilliCpu = 2000 } };
        string json = JsonSerializer.Serialize(new CreateContainer { Spec = spec }, ApiJson.Default.CreateContainer);
        Assert.Contains("\"cpu\":2}", json);
        Assert.Contains("\"stopGracePeriod\":10,", json);
    }

    [Fact]
    public void States_are_words_in_lower_case_and_numbers_are_refused()
    {
        string json = JsonSerializer.Serialize([new ContainerInfo { Id = "a", Name = "b", Image = "c", Node = "d", State = Phase.Exited }], ApiJson.Default.ImmutableArrayContainerInfo);
        Assert.Contains("\"state\":\"exited\"", json);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json.Replace("\"exited\"", "256"), ApiJson.Default.ImmutableArrayContainerInfo));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xc3, 0xa4 }, "\"text\":\"a\\u00E4\"")]
    [InlineData(new byte[] { 0xed, 0x00 }, "\"base64\":\"7QA=\"")]
    public void A_piece_of_a_log_is_text_where_it_is_text_and_base64_where_not(byte[] content, string field)
    {
        var line = LogLine.Of(DateTimeOffset.UnixEpoch, "stdout", content, true, false);
        Assert.Contains(field, JsonSerializer.Serialize(line, ApiJson.Default.LogLine));
    }
}
