using System.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>How a listing is written: a table for people, JSON for programs.</summary>
internal static class FormatOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--format") { Description = "table or json", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", "json");
        return option;
    }
}
