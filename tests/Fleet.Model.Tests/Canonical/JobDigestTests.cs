using System.Collections.Immutable;
using System.Reflection;

namespace Fleet.Model.Tests.Canonical;

public sealed class JobDigestTests
{
    private static readonly Job Web = Job.Service("web", "web:1");

    [Fact]
    public void The_digest_of_a_plain_job_is_for_ever() =>
        Assert.Equal("sha256:59d10d3f23118a34fd35011b0d5b93a5b7b783195f02a3cddd8ddf3a5c51c238", JobDigest.Of(Web));

    [Fact]
    public void The_order_of_keys_and_of_groups_says_nothing()
    {
        Job one = Web with { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, Groups = [Web.Groups[0], Web.Groups[0] with { Name = "db" }] };
        Job other = Web with { Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }, Groups = [Web.Groups[0] with { Name = "db" }, Web.Groups[0]] };
        Assert.Equal(JobDigest.Of(one), JobDigest.Of(other));
    }

    [Fact]
    public void No_entrypoint_differs_from_the_images_own() =>
        Assert.NotEqual(JobDigest.Of(Web), JobDigest.Of(Web with { Container = Web.Container with { Entrypoint = ImmutableArray<string>.Empty } }));

    /// <summary>A member that someone adds to the model and forgets in the canonical form fails here.</summary>
    [Fact]
    public void Every_member_of_a_job_counts_and_survives_json()
    {
        string[] digestsOfChanged = [.. Changes(Web, typeof(Job)).Select(changed =>
        {
            Assert.True(JobDigest.Of((Job)changed.Value) != JobDigest.Of(Web), $"{changed.Path} does not count in the digest");
            Job read = JobJson.Read(JobJson.Write((Job)changed.Value));
            Assert.True(JobDigest.Of(read) == JobDigest.Of((Job)changed.Value), $"{changed.Path} is lost in JSON");
            return JobDigest.Of((Job)changed.Value);
        })];
        Assert.True(digestsOfChanged.Length > 50, $"only {digestsOfChanged.Length} members were tried");
        Assert.Equal(digestsOfChanged.Length, digestsOfChanged.Distinct().Count());
    }

    // One copy of the record for each member at any depth, with that member changed. Members that are the single group's are
    // reached through the group.
    private static IEnumerable<(string Path, object Value)> Changes(object record, Type type)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            bool shortcut = type == typeof(Job) && property.Name is not (nameof(Job.Name) or nameof(Job.Groups) or nameof(Job.Labels) or nameof(Job.NodeLimits));
            if (shortcut || property.SetMethod is null)
            {
                continue;
            }

            foreach ((string path, object? value) in Others(property, property.GetValue(record)))
            {
                object copy = type.IsValueType ? record : type.GetMethod("<Clone>$")!.Invoke(record, null)!;
                property.SetValue(copy, value);
                yield return ($"{property.Name}{path}", copy);
            }
        }
    }

    private static IEnumerable<(string Path, object? Value)> Others(PropertyInfo property, object? now)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(ImmutableArray<TaskGroup>))
        {
            foreach ((string path, object value) in Changes(((ImmutableArray<TaskGroup>)now!)[0], typeof(TaskGroup)))
            {
                yield return ("." + path, ImmutableArray.Create((TaskGroup)value));
            }
        }
        else if (type.Namespace == "Fleet.Model" && !type.IsEnum && type != typeof(NamespaceChoice) && type != typeof(TimeOffsets))
        {
            foreach ((string path, object value) in Changes(now!, type))
            {
                yield return ("." + path, value);
            }
        }
        else
        {
            yield return ("", Another(type, now));
        }
    }

    private static object Another(Type type, object? now) => type switch
    {
        _ when type == typeof(string) => now + "x",
        _ when type == typeof(int) => (int)(now ?? 0) + 7,
        // Each has members that say nothing alone.
        _ when type == typeof(NamespaceChoice) => new NamespaceChoice(NamespaceOrigin.Container, "x"),
        _ when type == typeof(TimeOffsets) => new TimeOffsets(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)),
        _ when type == typeof(uint) => (uint)(now ?? 0u) + 7,
        _ when type == typeof(long) => (long)(now ?? 0L) + 7,
        _ when type == typeof(bool) => !(bool)now!,
        _ when type == typeof(TimeSpan) => (TimeSpan)(now ?? TimeSpan.Zero) + TimeSpan.FromSeconds(7),
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(value => !value.Equals(now)),
        _ when type == typeof(IReadOnlyDictionary<string, string>) => new Dictionary<string, string> { ["k"] = "v" },
        _ when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("x"),
        _ when type == typeof(ImmutableArray<MountSpec>) => ImmutableArray.Create(new MountSpec(MountType.Tmpfs, "", "/t") { TmpfsBytes = 4096 }),
        _ when type == typeof(ImmutableArray<Ulimit>) => ImmutableArray.Create(new Ulimit("core", 0, 0)),
        _ when type == typeof(ImmutableArray<HostEntry>) => ImmutableArray.Create(new HostEntry("h", "192.0.2.1")),
        _ when type == typeof(ImmutableArray<IoRate>) => ImmutableArray.Create(new IoRate("/dev/sda") { ReadBytes = 1 }),
        _ when type == typeof(ImmutableArray<Constraint>) => ImmutableArray.Create(new Constraint("node.role", ConstraintOperator.Equal, "worker")),
        _ when type == typeof(ImmutableArray<PortRequest>) => ImmutableArray.Create(new PortRequest("p", 80, PortProtocol.Udp)),
        _ => throw new NotSupportedException($"teach this test a value for {type}"),
    };
}
