using Fleet.Linux;

namespace Fleet.Shim.Plan;

/// <summary>The options of an overlay mount, taken apart: layers must be named one by one to be shown through a user namespace.</summary>
internal sealed record OverlayOptions(IReadOnlyList<string> Lowers, string Upper, string Work, IReadOnlyList<string> Others)
{
    /// <exception cref="KernelException">Names that need escapes, which Fleet's own layers never do.</exception>
    internal static OverlayOptions Parse(string data)
    {
        if (data.Contains('\\'))
        {
            throw new KernelException("read the overlay options", data, new Errno(22), "layer folders must not have colons, commas or backslashes in their names");
        }

        string[] lowers = [];
        string upper = "", work = "";
        var others = new List<string>();
        foreach (string option in data.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string value) = option.IndexOf('=') is int at and >= 0 ? (option[..at], option[(at + 1)..]) : (option, "");
            switch (name)
            {
                case "lowerdir":
                    lowers = value.Split(':');
                    break;
                case "upperdir":
                    upper = value;
                    break;
                case "workdir":
                    work = value;
                    break;
                default:
                    others.Add(option);
                    break;
            }
        }

        return new OverlayOptions(lowers, upper, work, others);
    }

    /// <summary>The same with other places for the layers.</summary>
    internal string With(string lowers, string upper, string work)
    {
        var options = new List<string> { $"lowerdir={lowers}" };
        if (upper.Length > 0)
        {
            options.Add($"upperdir={upper}");
            options.Add($"workdir={work}");
        }

        options.AddRange(Others);
        return string.Join(',', options);
    }
}
