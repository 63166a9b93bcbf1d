using Fleet.Api.Contracts.Connection;

namespace Fleet.Api.Contracts.Roots;

/// <summary>Which agent a command goes to.</summary>
public static class AgentLookup
{
    /// <summary>
    /// Without <paramref name="node"/>: the root's own agent if one runs, else the first living control node of its lab. With it:
    /// that node of the lab, or the root's own agent if that is its name.
    /// </summary>
    /// <exception cref="NoAgentException">None runs; the message is one line with the command that starts one.</exception>
    public static FleetRoot Find(FleetRoot root, string? node)
    {
        if (node is not null)
        {
            return FindNode(root, node);
        }

        if (AgentSocket.Answers(root.Socket))
        {
            return root;
        }

        var living = LabNodes(root).FirstOrDefault(n => AgentRecord.TryRead(n.AgentFile) is { IsControl: true } && AgentSocket.Answers(n.Socket));
        return living ?? throw new NoAgentException(NoneRuns(root));
    }

    /// <summary>Roots of the lab's nodes in the order of their numbers: n1, n2, ... n10.</summary>
    public static IReadOnlyList<FleetRoot> LabNodes(FleetRoot root) =>
        !Directory.Exists(root.Lab) ? []
            : [.. Directory.EnumerateDirectories(root.Lab)
                .Where(folder => Directory.Exists(Path.Combine(folder, "run")))
                .OrderBy(folder => folder.Length).ThenBy(folder => folder, StringComparer.Ordinal)
                .Select(FleetRoot.At)];

    private static FleetRoot FindNode(FleetRoot root, string node)
    {
        bool plain = node.Length > 0 && !node.Contains('/') && node is not ("." or "..");
        var lab = plain ? root.LabNode(node) : null;
        if (lab is not null && AgentSocket.Answers(lab.Socket))
        {
            return lab;
        }

        if (AgentRecord.TryRead(root.AgentFile)?.Name == node && AgentSocket.Answers(root.Socket))
        {
            return root;
        }

        throw new NoAgentException(lab is not null && Directory.Exists(lab.Run)
            ? $"the agent of node {node} does not run: start it with 'fleet lab start {node}{root.Option}'"
            : $"there is no node {node} in the lab of {root.Folder ?? root.Lab}: 'fleet lab status{root.Option}' lists its nodes");
    }

    private static string NoneRuns(FleetRoot root)
    {
        string start = $"start one with 'fleet node -d{root.Option}'";
        bool forbidden = File.Exists(root.Socket) && Environment.UserName != "root";
        return forbidden ? $"the agent's socket {root.Socket} is root's alone: run fleet as root"
            : LabNodes(root).Count > 0 ? $"no agent runs in {root.Run} and no control node in its lab: {start} or 'fleet lab up{root.Option}'"
            : $"no agent runs in {root.Run}: {start}";
    }
}

/// <summary>No agent to send a command to; the message is one line, with the command that starts one.</summary>
public sealed class NoAgentException(string message) : Exception(message);
