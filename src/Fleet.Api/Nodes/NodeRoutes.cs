using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Nodes;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Client;
using Fleet.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Nodes;

/// <summary>The nodes of the cluster.</summary>
internal static class NodeRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        FleetClient Client() => (options.Client ?? throw RefusedException.NoCluster(options.Name))();

        server.MapGet(Routes.Nodes, async http => await Answers.JsonAsync(
            http, [.. (await Client().NodesAsync(http.RequestAborted)).OrderBy(n => n.Report.Name, StringComparer.Ordinal).Select(Info)], ApiJson.Default.ImmutableArrayNodeInfo));
        server.MapGet(Routes.Nodes + "/{name}", async http =>
            await Answers.JsonAsync(http, Detail(Pick(await Client().NodesAsync(http.RequestAborted), Answers.Name(http))), ApiJson.Default.NodeDetail));
        server.MapPost(Routes.Nodes + "/{name}/labels", http => LabelAsync(http, Client()));
    }

    private static async Task LabelAsync(HttpContext http, FleetClient client)
    {
        var wish = await Answers.BodyAsync(http, ApiJson.Default.LabelNode);
        string node = Pick(await client.NodesAsync(http.RequestAborted), Answers.Name(http)).Report.Name;
        foreach (var (key, value) in wish.Set)
        {
            await client.LabelNodeAsync(node, key, value, cancel: http.RequestAborted);
        }

        foreach (string key in wish.Remove)
        {
            await client.LabelNodeAsync(node, key, null, cancel: http.RequestAborted);
        }
    }

    // A name, or a unique beginning of one.
    private static NodeView Pick(ImmutableArray<NodeView> nodes, string name)
    {
        if (nodes.FirstOrDefault(n => n.Report.Name == name) is { } exact)
        {
            return exact;
        }

        var fitting = nodes.Where(n => n.Report.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw RefusedException.NotFound($"there is no node {name}: there are {string.Join(", ", nodes.Select(n => n.Report.Name).Order(StringComparer.Ordinal))}"),
            _ => throw RefusedException.Invalid($"{name} is the beginning of several nodes: {string.Join(", ", fitting.Select(n => n.Report.Name))}"),
        };
    }

    private static NodeInfo Info(NodeView node) => Fill(new NodeInfo { Name = node.Report.Name, State = node.State }, node);

    private static NodeDetail Detail(NodeView node) => (NodeDetail)Fill(new NodeDetail
    {
        Name = node.Report.Name,
        State = node.State,
        BootId = node.Report.BootId,
        AgentVersion = node.Report.AgentVersion,
        LocallyUsed = node.Report.LocallyUsed,
        Images = node.Report.Images,
        Volumes = node.Report.Volumes,
        PortsInUse = node.Report.PortsInUse,
    }, node);

    private static NodeInfo Fill(NodeInfo info, NodeView node) => info with
    {
        Roles = node.Report.Roles,
        Address = node.Report.HttpAddress,
        Arch = node.Report.Architecture,
        Kernel = node.Report.Kernel,
        CgroupVersion = node.Report.CgroupVersion,
        Capacity = node.Report.Capacity,
        Allocatable = node.Report.Allocatable,
        Allocated = node.Allocated,
        Used = node.Usage?.Used,
        Pressure = node.Usage is { } usage ? new PressureInfo(usage.CpuPressure, usage.MemoryPressure, usage.IoPressure) : null,
        Labels = node.Labels,
        LastHeard = node.LastHeard == default ? null : node.LastHeard,
    };
}
