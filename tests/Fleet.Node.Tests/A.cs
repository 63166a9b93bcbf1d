using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Model;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Tests;

/// <summary>Small things that tests are made of.</summary>
internal static class A
{
    public static ContainerSpec Spec => new() { Image = "base" };

    public static AllocationRecord Record(ContainerSpec? spec = null, string name = "able_brig") => new()
    {
        Id = new AllocationId(7), Name = name, Spec = spec ?? Spec, CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static AllocationRecord Task(ContainerSpec? spec = null) => Record(spec, "web.app.3") with
    {
        Assignment = new Assignment(new AllocationId(7), "web", "app", 3, "sha256:00", 2, 1, Desired.Run, [new AssignedPort("http-alt", 20001)]),
    };

    public static ImageRecord Image(ImageConfig? config = null) => new()
    {
        Digest = "sha256:" + new string('a', 64), ConfigDigest = "sha256:" + new string('b', 64), Config = config ?? new ImageConfig { Cmd = ["sh"] },
    };

    public static RecipeInput Input(AllocationRecord? record = null, ImageConfig? config = null) => new()
    {
        Record = record ?? Record(), Image = Image(config), NodeName = "n1",
        VolumeFolders = ImmutableDictionary<string, string>.Empty.Add("data", "/volumes/data").Add("anon", "/volumes/anon"),
    };
}
