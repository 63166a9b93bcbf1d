using System.Runtime.CompilerServices;

// Akka's test kit blocks threads of the pool that the actor systems of other tests run on.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Fleet.Control.Tests.Support;

internal static class Parallelism
{
#pragma warning disable CA2255 // not a library
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void EnoughThreads() => ThreadPool.SetMinThreads(32, 32);
}
