using Fleet.Protocol.Serialization;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Tests.Serialization;

/// <summary>
/// The bytes of version 1 as they were first written: hosts of different builds talk to each other, so they must stay. A line
/// of golden.txt is a manifest and the bytes of its sample; a new version of a message takes a new line, no line is changed.
/// </summary>
public class GoldenBytesTests
{
    private static readonly Dictionary<string, string> Golden = Read();

    public static TheoryData<string> Manifests => [.. FleetCodecs.All.Select(codec => codec.Manifest)];

    [Theory, MemberData(nameof(Manifests))]
    public void A_message_is_written_as_it_always_was(string manifest)
    {
        string written = Convert.ToHexStringLower(FleetCodecs.Write(Sample(manifest)));
        Assert.True(Golden.TryGetValue(manifest, out string? golden), $"golden.txt lacks the line:\n{manifest} {written}");
        Assert.Equal(golden, written);
    }

    [Theory, MemberData(nameof(Manifests))]
    public void Nothing_of_a_message_is_lost_on_the_way(string manifest)
    {
        byte[] bytes = Convert.FromHexString(Golden[manifest]);
        object read = FleetCodecs.Read(manifest, bytes);
        Assert.Equal(FleetCodecs.Of(manifest).Type, read.GetType());
        Assert.Equal(bytes, FleetCodecs.Write(read));
        Assert.Equal(Describe(WithoutKey(Sample(manifest))), Describe(read));
    }

    [Fact]
    public void Every_golden_line_is_still_read()
    {
        foreach (var (manifest, hex) in Golden) FleetCodecs.Read(manifest, Convert.FromHexString(hex));
    }

    [Fact]
    public void Every_command_survives_the_way()
    {
        foreach (var request in Samples.MoreRequests)
            Assert.Equal(request, FleetCodecs.Read("request/1", FleetCodecs.Write(request)));
    }

    private static IFleetMessage Sample(string manifest) =>
        Samples.All.Single(message => message.GetType() == FleetCodecs.Of(manifest).Type);

    // Views of nodes go to clients, and no client may learn a ticket key.
    private static IFleetMessage WithoutKey(IFleetMessage message) => message is Clients.NodeList list
        ? list with { Nodes = [.. list.Nodes.Select(node => node with { Report = node.Report with { TicketKey = [] } })] }
        : message;

    // By value: dictionaries and arrays of records compare by reference.
    private static string Describe(object message) => System.Text.Json.JsonSerializer.Serialize(message, message.GetType());

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(GoldenBytesTests).Assembly.GetManifestResourceStream("golden.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).ToDictionary(fields => fields[0], fields => fields[1]);
    }
}
