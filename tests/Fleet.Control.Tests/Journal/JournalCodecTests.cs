using System.Text.Json;
using Fleet.Control.Journal.Events;
using Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Tests.Journal;

/// <summary>
/// A journal is read by every later version of Fleet: golden.txt holds events as they were first written, one "TYPE HEX" a line,
/// and no line of it is ever changed.
/// </summary>
public class JournalCodecTests
{
    private static readonly string[] Golden = Read();

    [Fact]
    public void Every_event_has_a_sample() => Assert.Empty(
        typeof(SchedulerEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SchedulerEvent)))
            .Except(EventSamples.All.Select(sample => sample.GetType())));

    [Fact]
    public void Nothing_of_an_event_is_lost_in_the_journal()
    {
        foreach (var sample in EventSamples.All) Assert.Equal(Describe(sample), Describe(Assert.Single(Back(new EventBatch([sample])).Events)));
        Assert.Equal(EventSamples.All.Select(Describe), Back(new EventBatch(EventSamples.All)).Events.Select(Describe));
    }

    [Fact]
    public void Nothing_of_a_snapshot_is_lost_in_the_journal()
    {
        var (manifest, payload) = JournalCodec.Write(EventSamples.Snapshot);
        Assert.Equal(Describe(EventSamples.Snapshot), Describe(JournalCodec.Read(manifest, payload)));
    }

    [Fact]
    public void Events_and_snapshot_are_written_as_they_always_were()
    {
        string[] written =
        [
            .. EventSamples.All.Select(sample => $"{sample.GetType().Name} {Hex(new EventBatch([sample]))}"),
            $"{nameof(SchedulerSnapshot)} {Hex(EventSamples.Snapshot)}",
        ];
        Assert.True(Golden.SequenceEqual(written), $"golden.txt differs; written now:\n{string.Join('\n', written)}\n");
    }

    [Fact]
    public void A_thousand_placements_take_about_twenty_bytes_each()
    {
        var placed = new AllocationsPlaced("web", "app", 1,
            [
                .. Enumerable.Range(0, 1000).Select(i =>
                    new Placement(new Model.AllocationId((ulong)i), i, 1, $"node-{i % 100}", default, "best fit of 100 nodes")),
            ], DateTimeOffset.UnixEpoch);
        Assert.InRange(JournalCodec.Write(new EventBatch([placed])).Payload.Length, 8_000, 20_000);
    }

    [Fact]
    public void A_record_of_a_later_version_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => JournalCodec.Read("batch/9", []));
        Assert.Contains("'batch/9'", error.Message);
    }

    private static EventBatch Back(EventBatch batch)
    {
        var (manifest, payload) = JournalCodec.Write(batch);
        return (EventBatch)JournalCodec.Read(manifest, payload);
    }

    private static string Hex(object stored) => Convert.ToHexStringLower(JournalCodec.Write(stored).Payload);

    // By value: dictionaries and arrays compare by reference. A default array is not written as an empty one.
    private static string Describe(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    private static readonly JsonSerializerOptions Options = new() { Converters = { new Ports() } };

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(JournalCodecTests).Assembly.GetManifestResourceStream("golden.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Ports : System.Text.Json.Serialization.JsonConverter<System.Collections.Immutable.ImmutableArray<Model.AssignedPort>>
    {
        public override System.Collections.Immutable.ImmutableArray<Model.AssignedPort> Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(
            Utf8JsonWriter writer, System.Collections.Immutable.ImmutableArray<Model.AssignedPort> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.IsDefault ? "default" : string.Join(", ", value));
    }
}
