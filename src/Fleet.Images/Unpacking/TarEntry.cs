using System.Collections.Immutable;

namespace Fleet.Images.Unpacking;

/// <summary>What an entry makes (POSIX pax, "typeflag").</summary>
internal enum TarKind
{
    Regular,
    HardLink,
    Symlink,
    CharacterDevice,
    BlockDevice,
    Folder,
    Fifo,
}

/// <summary>One entry of a tar archive. Names are bytes: archives are older than UTF-8.</summary>
internal sealed class TarEntry
{
    internal required TarKind Kind { get; init; }

    /// <summary>As written, also with a leading or trailing "/".</summary>
    internal required byte[] Name { get; init; }

    internal byte[] LinkName { get; init; } = [];

    /// <summary>Bytes of data in the archive.</summary>
    internal long StoredSize { get; init; }

    /// <summary>Bytes of the file that is made; more than <see cref="StoredSize"/> where there are holes.</summary>
    internal long Size { get; init; }

    /// <summary>Permissions with set-id and sticky bits.</summary>
    internal uint Mode { get; init; }

    internal uint Uid { get; init; }

    internal uint Gid { get; init; }

    internal long ModifiedSeconds { get; init; }

    internal uint ModifiedNanoseconds { get; init; }

    internal uint DeviceMajor { get; init; }

    internal uint DeviceMinor { get; init; }

    /// <summary>Extended attributes (SCHILY.xattr records).</summary>
    internal ImmutableArray<KeyValuePair<string, byte[]>> Xattrs { get; init; } = [];

    /// <summary>Where the stored data belongs, in order; null: from 0 on without holes.</summary>
    internal ImmutableArray<SparsePart>? Parts { get; init; }

    /// <summary>For messages.</summary>
    internal string Text => TarText.Show(Name);
}

/// <summary>A run of data in a file with holes.</summary>
internal readonly record struct SparsePart(long Offset, long Length);

internal static class TarText
{
    /// <summary>A name for people: UTF-8 where it is, control characters escaped, and not endless.</summary>
    internal static string Show(ReadOnlySpan<byte> name)
    {
        string text = System.Text.Encoding.UTF8.GetString(name.Length > 300 ? name[..300] : name);
        text = string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));
        return name.Length > 300 ? text + "…" : text;
    }
}
