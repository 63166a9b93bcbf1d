using System.Text.Json;

namespace Fleet.Api.Contracts.Containers;

/// <summary>What stands at a path of a container; goes in a header, as base64 of JSON.</summary>
/// <param name="Name">Last part of the path; "." for the inside of a folder.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Mode">With the type's bits (inode(7)).</param>
/// <param name="Modified">When its content was last changed.</param>
/// <param name="Target">Of a symbolic link, as written; else empty.</param>
public sealed record FileStat(string Name, long Size, uint Mode, DateTimeOffset Modified, string Target)
{
    public const string Header = "Fleet-Path-Stat";

    private const uint TypeMask = 0xf000, Folder = 0x4000, Link = 0xa000;   // S_IFMT, S_IFDIR, S_IFLNK

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFolder => (Mode & TypeMask) == Folder;

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLink => (Mode & TypeMask) == Link;

    public string ToHeader() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.FileStat));

    public static FileStat OfHeader(string text) =>
        JsonSerializer.Deserialize(Convert.FromBase64String(text), ApiJson.Default.FileStat) ?? throw new InvalidDataException("the agent answered with null");
}
