// A program of a .NET team: it has an actor system of its own, knows the address of a door, and nothing else of the cluster.
// usage: sample-client HOST:PORT IMAGE REPLICAS [--service-only]
using System.Globalization;
using Akka.Actor;
using Fleet.Client;
using Fleet.Samples.Client;

if (args is not [var door, var image, var count, ..] || !int.TryParse(count, CultureInfo.InvariantCulture, out int replicas))
{
    Console.Error.WriteLine("usage: sample-client HOST:PORT IMAGE REPLICAS [--service-only]");
    return 2;
}

using var system = ActorSystem.Create("shop", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");
await using var client = FleetClient.Create(system, new FleetClientOptions { Doors = [door] });
try
{
    await WebJob.RunAsync(client, image, replicas);
    if (!args.Contains("--service-only")) await PrimesJob.RunAsync(client, image);
    return 0;
}
catch (FleetException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
