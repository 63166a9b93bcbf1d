using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Events;

namespace Fleet.Cli.Commands.Containers;

/// <summary>What a template can name of an event: its own fields, and docker's words for them (Engine API, <c>EventMessage</c>).</summary>
internal static class EventWords
{
    public static JsonObject Of(EventInfo e)
    {
        var words = JsonSerializer.SerializeToNode(e, ApiJson.Default.EventInfo)!.AsObject();
        var attributes = new JsonObject { ["name"] = e.Name };
        foreach (var (key, value) in e.Attributes)
        {
            attributes[key] = value;
        }

        string id = e.Id.Length > 0 ? e.Id : e.Name;
        words["Type"] = e.Type;
        words["Action"] = e.Action;
        words["Status"] = e.Action;
        words["ID"] = id;
        words["From"] = e.Attributes.GetValueOrDefault("image", "");
        words["Scope"] = e.Sequence == 0 ? "local" : "cluster";
        words["Actor"] = new JsonObject { ["ID"] = id, ["Attributes"] = attributes };
        words["Time"] = e.Time.ToUnixTimeSeconds();
        words["TimeNano"] = ((e.Time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100).ToString(CultureInfo.InvariantCulture);
        return words;
    }
}
