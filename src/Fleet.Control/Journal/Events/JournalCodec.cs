using Fleet.Lifecycle.Scheduler;
using Google.Protobuf;

namespace Fleet.Control.Journal.Events;

/// <summary>The forms of what is stored, by name and version; an old name stays in <see cref="Read"/> for ever.</summary>
internal static class JournalCodec
{
    public const string Batch = "batch/1";
    public const string Snapshot = "snapshot/1";

    public static (string Manifest, byte[] Payload) Write(object stored) => stored switch
    {
        EventBatch batch => (Batch, batch.ToWire().ToByteArray()),
        SchedulerSnapshot snapshot => (Snapshot, snapshot.ToWire().ToByteArray()),
        _ => throw new ArgumentException($"{stored.GetType()} has no place in the journal", nameof(stored)),
    };

    public static object Read(string manifest, ReadOnlySpan<byte> payload) => manifest switch
    {
        Batch => Wire.Batch.Parser.ParseFrom(payload).ToModel(),
        Snapshot => Wire.Snapshot.Parser.ParseFrom(payload).ToModel(),
        _ => throw new InvalidDataException(
            $"the journal holds a '{manifest}', which this version of Fleet does not know: start the version that wrote it, or a later one"),
    };
}
