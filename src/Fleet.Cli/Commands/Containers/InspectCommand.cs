using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Inspect;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Cli.Output.Templates;

namespace Fleet.Cli.Commands.Containers;

internal sealed class InspectCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();
    private readonly Option<string> _format = new("--format", "-f") { Description = "json, text, or a template such as '{{.State.Pid}}'", HelpName = "FORMAT" };

    public InspectCommand() : base("inspect", "Show everything about containers, read back from the kernel")
    {
        Add(_names);
        Add(_format);
    }

    /// <summary>As docker's for a template that does not fit.</summary>
    public override int UsageExitCode => ExitCodes.Failure;

    public override string Notes => """
        Prints a JSON array with one object a container. Where docker's inspect has the same thing, it has docker's name
        (State.Pid, Config.Env, HostConfig.Memory); Namespaces, UidMap, GidMap, Cgroups, Layers and Security are Fleet's own.

        --format text prints the same for people; json prints one object a line; a template prints a line for each container:
          fleet inspect -f '{{.State.Status}} {{.State.Pid}}' web
          fleet inspect -f '{{range .Namespaces}}{{.Type}} {{.Inode}} {{.Origin}}{{println}}{{end}}' web
          fleet inspect -f '{{json .Cgroups}}' web
        Functions: json, len, index, join, lower, upper, print, println, eq, ne, not, and, or.
        """;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string format = context.Get(_format) ?? "";
        var template = format is "" or "json" or "text" ? null : Template.Parse(format);
        using var client = context.Connect();
        var found = new List<byte[]>();
        int code = ExitCodes.Success;
        foreach (string name in context.Get(_names))
        {
            try
            {
                found.Add(await client.GetBytesAsync(Routes.Container(name), cancel));
            }
            catch (ApiException e)
            {
                context.Io.Say(Failures.Refused(e.Error));
                code = FailureExitCode;
            }
        }

        Print(context.Io, format, template, found);
        return code;
    }

    private static void Print(ProgramIo io, string format, Template? template, List<byte[]> found)
    {
        if (format.Length == 0)
        {
            Listing.WriteIndented(io, [(byte)'[', .. Join(found), (byte)']']);
            return;
        }

        foreach (byte[] json in found)
        {
            switch (format)
            {
                case "json":
                    Listing.WriteJson(io, json);
                    break;
                case "text":
                    io.Stdout.Write(System.Text.Encoding.UTF8.GetBytes(InspectText.Of(JsonSerializer.Deserialize(json, InspectJson.Default.InspectInfo)!)));
                    break;
                default:
                    io.Print(template!.Render(JsonNode.Parse(json)));
                    break;
            }
        }
    }

    private static IEnumerable<byte> Join(List<byte[]> found) =>
        found.SelectMany((json, index) => index == 0 ? json : (IEnumerable<byte>)[(byte)',', .. json]);
}
