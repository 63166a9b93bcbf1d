using System.Buffers.Binary;

namespace Fleet.Linux.Files;

/// <summary>
/// The owners that a tree gets on disk so that a user namespace sees it as it is: id 0 becomes the first host id of a range, and so
/// on. An id that the namespace does not have becomes nobody's (65534), which is what an id-mapped mount shows for it
/// (user_namespaces(7)). File capabilities and access lists carry ids too.
/// </summary>
/// <param name="FirstUid">The host's uid that is 0 inside.</param>
/// <param name="Uids">How many the namespace has.</param>
/// <param name="FirstGid">The same for groups.</param>
/// <param name="Gids">The same for groups.</param>
public sealed record OwnerShift(uint FirstUid, uint Uids, uint FirstGid, uint Gids)
{
    private const uint Nobody = 65_534;
    private const string Capability = "security.capability", AccessLists = "system.posix_acl_";
    private const uint RevisionMask = 0xff00_0000, WithoutRoot = 0x0200_0000, WithRoot = 0x0300_0000; // linux/capability.h
    private const int WithoutRootLength = 20;
    private const int ListHeader = 4, ListEntry = 8, UserTag = 2, GroupTag = 8;                       // linux/posix_acl_xattr.h

    public uint Uid(uint id) => id < Uids ? FirstUid + id : Nobody;

    public uint Gid(uint id) => id < Gids ? FirstGid + id : Nobody;

    /// <summary>The value of an extended attribute for the new owners.</summary>
    public byte[] Xattr(string name, byte[] value) => name == Capability ? Capabilities(value)
        : name.StartsWith(AccessLists, StringComparison.Ordinal) ? AccessList(value)
        : value;

    // Capabilities of version 2 hold for the host's root alone; those of version 3 name whose root they are for (capabilities(7)).
    private byte[] Capabilities(byte[] value)
    {
        if (value.Length != WithoutRootLength || BinaryPrimitives.ReadUInt32LittleEndian(value) is var magic && (magic & RevisionMask) != WithoutRoot)
            return value;
        var shifted = new byte[WithoutRootLength + sizeof(uint)];
        value.CopyTo(shifted, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(shifted, (magic & ~RevisionMask) | WithRoot);
        BinaryPrimitives.WriteUInt32LittleEndian(shifted.AsSpan(WithoutRootLength), FirstUid);
        return shifted;
    }

    private byte[] AccessList(byte[] value)
    {
        byte[] shifted = [.. value];
        for (int at = ListHeader; at + ListEntry <= shifted.Length; at += ListEntry)
        {
            Span<byte> id = shifted.AsSpan(at + sizeof(uint), sizeof(uint));
            uint owner = BinaryPrimitives.ReadUInt32LittleEndian(id);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(shifted.AsSpan(at)))
            {
                case UserTag: BinaryPrimitives.WriteUInt32LittleEndian(id, Uid(owner)); break;
                case GroupTag: BinaryPrimitives.WriteUInt32LittleEndian(id, Gid(owner)); break;
            }
        }

        return shifted;
    }
}
