using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Fleet.Protocol.Mapping;

/// <summary>Times, bytes and collections; times count 100 ns since 1970 UTC.</summary>
internal static class Primitives
{
    public static long ToWire(this DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset ToTime(this long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    public static TimeSpan ToSpan(this long ticks) => TimeSpan.FromTicks(ticks);

    public static ByteString ToWire(this ImmutableArray<byte> bytes) =>
        bytes.IsDefaultOrEmpty ? ByteString.Empty : ByteString.CopyFrom(bytes.AsSpan());

    public static ImmutableArray<byte> ToBytes(this ByteString bytes) => [.. bytes.Span];

    public static IReadOnlyDictionary<string, string> ToModel(this MapField<string, string> map) =>
        map.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>In the order of the keys, so that equal dictionaries make equal bytes.</summary>
    public static void Take(this MapField<string, string> map, IReadOnlyDictionary<string, string> from)
    {
        foreach (var (key, value) in from.OrderBy(pair => pair.Key, StringComparer.Ordinal)) map.Add(key, value);
    }

    public static void Take<TWire, TModel>(this RepeatedField<TWire> field, ImmutableArray<TModel> from, Func<TModel, TWire> map)
    {
        if (from.IsDefaultOrEmpty) return;
        field.Capacity = from.Length;
        foreach (var item in from) field.Add(map(item));
    }

    public static void Take<T>(this RepeatedField<T> field, ImmutableArray<T> from)
    {
        if (!from.IsDefaultOrEmpty) field.AddRange(from);
    }

    public static ImmutableArray<TModel> ToModel<TWire, TModel>(this RepeatedField<TWire> field, Func<TWire, TModel> map)
    {
        var items = ImmutableArray.CreateBuilder<TModel>(field.Count);
        foreach (var item in field) items.Add(map(item));
        return items.MoveToImmutable();
    }
}
