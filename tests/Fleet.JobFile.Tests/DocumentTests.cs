using Fleet.Model;

namespace Fleet.JobFile.Tests;

public sealed class DocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "job-file.md"));

    [Fact]
    public void The_example_of_the_users_page_is_a_good_job()
    {
        string yaml = Page.Split("```yaml\n")[1].Split("```")[0];
        Job job = Read.Good(yaml);
        Assert.Equal(("shop", 6, TaskType.Batch), (job.Name, job.Groups[0].Replicas, job.Groups[1].Type));
        Assert.Equal(["sh", "-c", "exec serve --port $FLEET_PORT_HTTP"], job.Groups[0].Container.Command.ToArray());
    }

    [Fact]
    public void Every_key_that_is_taken_is_on_the_users_page()
    {
        string known = Read.ServiceFaults("zzzzzz: 1")[0].Split("known here are ")[1].TrimEnd(')');
        Assert.All(known.Split(", "), key => Assert.Contains(key, Page));
    }
}
