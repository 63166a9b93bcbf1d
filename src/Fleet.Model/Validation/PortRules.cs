using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>Ports of the node, which only tasks on the node's network can use.</summary>
internal static class PortRules
{
    public static void Check(TaskGroup group, Faults faults)
    {
        ImmutableArray<PortRequest> ports = group.Ports.OrEmpty();
        foreach (PortRequest port in ports)
        {
            string path = Path(port);
            faults.Add(path, Names.PortFault(port.Name));
            faults.Require(port.Number is >= 0 and <= 65535, path, $"port {port.Number} is out of range (1 to 65535, or 0 for any)");
            if (group.Container.Network != NetworkMode.Host)
            {
                faults.Add(path, $"port '{port.Name}' needs bridge networking, which this version lacks (set network_mode: host to use the node's own ports)");
            }
        }

        foreach (IGrouping<string, PortRequest> same in ports.GroupBy(port => Names.PortVariable(port.Name)).Where(same => same.Count() > 1))
        {
            string names = string.Join(", ", same.Select(port => $"'{port.Name}'"));
            faults.Add(Path(same.First()), $"the ports {names} would share the variable {same.Key} (give each another name)");
        }

        foreach (IGrouping<(int Number, PortProtocol Protocol), PortRequest> same in
            ports.Where(port => port.Number > 0).GroupBy(port => (port.Number, port.Protocol)).Where(same => same.Count() > 1))
        {
            faults.Add(Path(same.First()), $"port {same.Key.Number} is asked for {same.Count()} times (once is enough)");
        }
    }

    private static string Path(PortRequest port) => port.Number == 0 ? "x-fleet.ports" : "ports";
}
