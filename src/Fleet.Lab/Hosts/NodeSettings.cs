using System.Text;
using Fleet.Lab.Plans;

namespace Fleet.Lab.Hosts;

/// <summary>The configuration file of a lab node, in the words of config/reference.conf.</summary>
internal static class NodeSettings
{
    public static string For(LabPlan plan, LabNode node)
    {
        var control = plan.Nodes.Where(other => other.IsControl).ToList();
        var text = new StringBuilder();
        text.AppendLine($"# Written by `fleet lab` for {node.Name}; each start writes it anew.");
        text.AppendLine("fleet {");
        text.AppendLine("  node {");
        text.AppendLine($"    name = \"{node.Name}\"");
        text.AppendLine($"    roles = [{(node.IsControl ? "\"control\", \"worker\"" : "\"worker\"")}]");
        text.AppendLine($"    cgroup-parent = \"{node.Cgroup(plan)}\"");
        text.AppendLine("    labels {");
        foreach (var (key, value) in node.Labels) text.AppendLine($"      \"{key}\" = \"{value}\"");
        text.AppendLine("    }");
        text.AppendLine("  }");
        text.AppendLine("  network {");
        text.AppendLine($"    address = \"{node.Address}\"");
        text.AppendLine($"    cluster-port = {LabNode.ClusterPort}");
        text.AppendLine($"    door-port = {LabNode.DoorPort}");
        text.AppendLine($"    http-port = {LabNode.HttpPort}");
        text.AppendLine("    insecure = true     # the lab's network is on this machine alone");
        text.AppendLine("  }");
        text.AppendLine("  cluster {");
        text.AppendLine($"    seeds = [{string.Join(", ", control.Select(other => $"\"{other.Address}:{LabNode.ClusterPort}\""))}]");
        text.AppendLine($"    doors = [{string.Join(", ", control.Select(other => $"\"{other.Door}\""))}]");
        text.AppendLine("  }");
        if (control.Count > 1) text.AppendLine("  journal.backend = \"raft\"     # each control host keeps a copy in its own folder");
        text.AppendLine("}");
        return text.ToString();
    }
}
