using System.Security.Cryptography;
using Fleet.Crash.Tests.Scenario;
using Fleet.Images.Records;
using Fleet.Images.Store;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>An image that is listed is whole: every blob has its digest, every layer what was in it.</summary>
internal static class ImageCheck
{
    private static readonly byte[] Program = SHA256.HashData(File.ReadAllBytes("/bin/busybox"));

    public static void Run(ImageStore images, string folder, IEnumerable<string> promised, List<string> wrong)
    {
        foreach (string name in promised)
        {
            if (images.Find(name) is null) wrong.Add($"image {name} is lost");
        }
        foreach (var image in images.List())
        {
            foreach (string digest in image.Layers.Select(layer => layer.Digest).Append(image.Digest).Append(image.ConfigDigest))
            {
                using var blob = images.OpenBlob(digest);
                if (blob is null || "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob)) != digest) wrong.Add($"blob {digest} of image {image.ShortId} is not whole");
            }
            foreach (string layer in images.Snapshots.View(image).LowerFolders.Where(layer => layer != "0")) Layer(Path.Combine(folder, "layers", layer), wrong);
        }
    }

    private static void Layer(string folder, List<string> wrong)
    {
        string program = Path.Combine(folder, SmallImage.Program), seed = Path.Combine(folder, SmallImage.Seed);
        bool whole = File.Exists(program) && SHA256.HashData(File.ReadAllBytes(program)).AsSpan().SequenceEqual(Program)
            && File.Exists(seed) && File.ReadAllText(seed) == SmallImage.SeedText
            && new FileInfo(Path.Combine(folder, "bin/sh")).LinkTarget == "busybox";
        if (!whole) wrong.Add($"layer {folder} is not whole");
    }
}
