using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Node.Recipe;

namespace Fleet.Node.Tests.Recipe;

public class EnvironmentTests
{
    [Fact]
    public void A_path_is_there_even_if_the_image_has_none() =>
        Assert.Contains("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", Of());

    [Fact]
    public void The_images_variables_come_over_the_defaults_and_the_users_over_both()
    {
        var spec = A.Spec with { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("A", "user").Add("EMPTY", "") };
        var list = Of(A.Record(spec), new ImageConfig { Env = ["PATH=/image", "A=image", "B=two=three"] });
        Assert.Equal(["PATH=/image", "HOSTNAME=host", "A=user", "B=two=three", "EMPTY="], list);
    }

    [Fact]
    public void A_task_is_told_who_and_where_it_is()
    {
        string[] expected =
        [
            "FLEET_JOB=web", "FLEET_GROUP=app", "FLEET_NAME=web.app.3", $"FLEET_ALLOCATION={A.Task().Id}", "FLEET_INDEX=3", "FLEET_ATTEMPT=2",
            "FLEET_NODE=n1", "FLEET_PORT_HTTP_ALT=20001",
        ];
        Assert.Empty(expected.Except(Of(A.Task())));
    }

    [Fact]
    public void A_local_users_container_hears_nothing_of_Fleet() =>
        Assert.DoesNotContain(Of(), variable => variable.StartsWith("FLEET_", StringComparison.Ordinal));

    private static IReadOnlyList<string> Of(Fleet.Node.Records.AllocationRecord? record = null, ImageConfig? config = null) =>
        EnvironmentOf.Container(A.Input(record, config), "host");
}
