using System.Runtime.InteropServices;

namespace Fleet.Images.Manifests;

/// <summary>An operating system and CPU as Go names them (image-spec image-index.md, "platform").</summary>
public sealed record Platform(string Os, string Architecture, string Variant = "")
{
    /// <summary>This machine's, without a variant.</summary>
    public static Platform OfThisMachine { get; } = new("linux", RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        System.Runtime.InteropServices.Architecture.Arm => "arm",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    });

    public override string ToString() => Variant.Length == 0 ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
