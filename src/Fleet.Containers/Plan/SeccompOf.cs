using Fleet.Containers.Spec;

namespace Fleet.Containers.Plan;

/// <summary>The compiled system call filter of a container.</summary>
internal static class SeccompOf
{
    public static byte[] Filter(RuntimeSpec spec) => [];
}
