using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

internal delegate T ReadElement<T>(ref WireReader from);

internal static class ListFormat
{
    internal static void Write<T>(WireWriter to, IReadOnlyList<T> values, Action<WireWriter, T> write)
    {
        to.Int32(values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            write(to, values[i]);
        }
    }

    internal static T[] Read<T>(ref WireReader from, ReadElement<T> read)
    {
        var values = new T[from.Count(1)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = read(ref from);
        }

        return values;
    }
}
