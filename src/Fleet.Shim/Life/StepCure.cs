using Fleet.Linux;

namespace Fleet.Shim.Life;

/// <summary>What a user can do about a step of the set-up that failed.</summary>
internal static class StepCure
{
    internal static string For(string step, Errno errno) => errno.Value switch
    {
        1 => "Fleet's agent must run as root, with all capabilities",
        2 when step.StartsWith("enter the working folder", StringComparison.Ordinal) => "the folder is missing, or a link that leads nowhere",
        2 when step.StartsWith("prove that", StringComparison.Ordinal) => "a working folder outside the container is refused",
        20 => "a part of the path is a file, not a folder",
        28 => "the disk, or the number of mounts or namespaces allowed, is exhausted",
        30 => "a part of the path lies on a read-only mount",
        38 => "the kernel lacks a call that this needs: Linux 5.12 or later is needed",
        40 => "a link stands where the image must have a folder, or links go round in a circle",
        _ => "",
    };
}
