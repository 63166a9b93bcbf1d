using System.Globalization;
using System.Text;

namespace Fleet.Images.Unpacking;

/// <summary>Extended header records (POSIX pax): <c>LENGTH KEY=VALUE\n</c>. Values are bytes; the last one of a key wins.</summary>
internal sealed class PaxRecords
{
    private const string XattrPrefix = "SCHILY.xattr.";

    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly List<SparsePart> _sparse = [];
    private long _sparseOffset = -1;

    /// <summary>GNU sparse 0.0 repeats its keys, so the order matters.</summary>
    internal IReadOnlyList<SparsePart> SparsePairs => _sparse;

    internal void Parse(ReadOnlySpan<byte> block)
    {
        while (block.Length > 0 && block[0] != 0)
        {
            int blank = block.IndexOf((byte)' ');
            if (blank is < 1 or > 10 || !int.TryParse(block[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length <= blank + 2 || length > block.Length || block[length - 1] != (byte)'\n')
                throw new TarException("an extended header whose records do not fit");
            ReadOnlySpan<byte> record = block[(blank + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals < 1)
                throw new TarException("an extended header record without a key");
            Set(Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..].ToArray());
            block = block[length..];
        }
    }

    private void Set(string key, byte[] value)
    {
        _values[key] = value;
        switch (key)
        {
            case "GNU.sparse.offset":
                _sparseOffset = ToNumber(value, key);
                break;
            case "GNU.sparse.numbytes" when _sparseOffset >= 0:
                _sparse.Add(new SparsePart(_sparseOffset, ToNumber(value, key)));
                _sparseOffset = -1;
                break;
        }
    }

    /// <summary>Null if it is not there; an empty value takes the header's field back (POSIX).</summary>
    internal byte[]? Bytes(string key) => _values.TryGetValue(key, out byte[]? value) && value.Length > 0 ? value : null;

    internal string? Text(string key) => Bytes(key) is { } value ? Encoding.UTF8.GetString(value) : null;

    internal long? Number(string key) => Bytes(key) is { } value ? ToNumber(value, key) : null;

    private static long ToNumber(byte[] value, string key) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number : throw new TarException($"an extended header whose {key} is not a number");

    /// <summary>Seconds with a fraction, before 1970 too.</summary>
    internal (long Seconds, uint Nanoseconds)? Time(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal time)
            || time is < long.MinValue / 2 or > long.MaxValue / 2)
            throw new TarException($"an extended header whose {key} is not a time");
        decimal whole = Math.Floor(time);
        return ((long)whole, (uint)((time - whole) * 1_000_000_000m));
    }

    internal IEnumerable<KeyValuePair<string, byte[]>> Xattrs() =>
        _values.Where(v => v.Key.StartsWith(XattrPrefix, StringComparison.Ordinal) && v.Key.Length > XattrPrefix.Length)
            .Select(v => KeyValuePair.Create(v.Key[XattrPrefix.Length..], v.Value));

    /// <summary>These records laid over global ones.</summary>
    internal PaxRecords Over(PaxRecords global)
    {
        foreach ((string key, byte[] value) in global._values)
            _values.TryAdd(key, value);
        return this;
    }
}
