using Fleet.Containers;
using Fleet.Model;

namespace Fleet.Node.Allocations;

/// <summary>How a run ended, where its exit code does not tell.</summary>
internal static class EndInWords
{
    public static string Of(ExitRecord exit, ContainerSpec spec)
    {
        if (exit.Message.Length > 0 || !exit.OomKilled) return exit.Message;
        string limit = spec.Limits.MemoryBytes is > 0 and { } bytes ? $" (limit {bytes} bytes)" : "";
        return $"killed by the kernel for want of memory{limit}: give it more (--memory), or let it use less";
    }
}
