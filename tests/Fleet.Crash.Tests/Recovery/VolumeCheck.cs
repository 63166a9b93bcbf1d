using Fleet.Crash.Tests.Scenario;
using Fleet.Images.Volumes;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>A volume that is listed has its data, with all or nothing of what an image put there; and a new one can be made.</summary>
internal static class VolumeCheck
{
    public static void Run(VolumeStore volumes, IEnumerable<string> promised, List<string> wrong)
    {
        foreach (string name in promised)
        {
            if (volumes.Find(name) is null) wrong.Add($"volume {name} is lost");
        }
        foreach (var volume in volumes.List())
        {
            if (!Directory.Exists(volume.Folder)) wrong.Add($"volume {volume.Name} has no data folder");
            else if (Directory.GetFiles(volume.Folder, "seed") is [var seed] && File.ReadAllText(seed) != SmallImage.SeedText) wrong.Add($"what the image has for volume {volume.Name} is half there");
        }
        foreach (string name in (string[])["kept", "dropped"]) volumes.Create(name);
    }
}
