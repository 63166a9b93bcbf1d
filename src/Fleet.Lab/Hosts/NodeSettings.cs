using System.Text;
using Fleet.Lab.Plans;

namespace Fleet.Lab.Hosts;

/// <summary>The configuration file of a lab node, in the words of config/reference.conf.</summary>
internal static class NodeSettings
{
    public static string For(LabPlan plan, LabNode node)
    {
        var text = new StringBuilder();
        text.AppendLine($"# Written by `fleet lab` for {node.Name}; a start writes it anew.");
        text.AppendLine("fleet {");
        text.AppendLine($"  node.name = {node.Name}");
        text.AppendLine($"  node.roles = [{(node.IsControl ? "control, worker" : "worker")}]");
        text.AppendLine("  # The lab's network is on this machine alone.");
        text.AppendLine("  insecure = on");
        foreach (var (key, value) in node.Labels) text.AppendLine($"  node.labels.\"{key}\" = \"{value}\"");
        text.AppendLine("}");
        return text.ToString();
    }
}
