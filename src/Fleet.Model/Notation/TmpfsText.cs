using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>Docker's <c>--tmpfs TARGET[:OPTIONS]</c>: mount(8)'s words, and those of tmpfs(5).</summary>
public static class TmpfsText
{
    private static readonly string[] Switches =
    [
        "rw", "ro", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "sync", "async", "dirsync", "atime", "noatime", "diratime",
        "nodiratime", "relatime", "norelatime", "strictatime", "nostrictatime",
    ];

    private static readonly string[] Values = ["uid=", "gid=", "nr_inodes=", "nr_blocks=", "mpol=", "size="];

    public static bool TryParse(string text, [NotNullWhen(true)] out MountSpec? mount, [NotNullWhen(false)] out string? fault)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        mount = new MountSpec(MountType.Tmpfs, "", colon < 0 ? text : text[..colon]);
        var others = new List<string>();
        fault = MountText.TargetFault(mount.Target);
        foreach (string option in colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (option is "ro" or "rw")
            {
                mount = mount with { ReadOnly = option == "ro" };
            }
            else if (option.StartsWith("size=", StringComparison.Ordinal) && ByteSize.TryParse(option[5..], out long bytes, out _))
            {
                mount = mount with { TmpfsBytes = bytes };
            }
            else if (option.StartsWith("mode=", StringComparison.Ordinal))
            {
                bool read = TryParseMode(option[5..], out int mode);
                fault ??= read ? null : $"'{option}' is not a mode (octal, such as 1777)";
                mount = mount with { TmpfsMode = mode };
            }
            else
            {
                others.Add(option);
            }
        }

        mount = mount with { TmpfsOptions = string.Join(',', others) };
        fault ??= OptionsFault(mount.TmpfsOptions);
        return fault is null;
    }

    /// <summary>Octal permissions of a folder, 0 to 7777.</summary>
    public static bool TryParseMode(string text, out int mode)
    {
        mode = 0;
        bool digits = text.Length is > 0 and <= 5 && text.All(c => c is >= '0' and <= '7');
        mode = digits ? Convert.ToInt32(text, 8) : 0;
        return digits && mode <= 0xFFF;
    }

    /// <summary>What is wrong with words joined by commas, or null.</summary>
    public static string? OptionsFault(string options) =>
        options.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(option => !IsKnown(option)) is { } wrong
            ? string.Create(CultureInfo.InvariantCulture, $"'{wrong}' is not an option of a tmpfs (known are size=, mode=, uid=, gid=, nr_inodes= and mount's words such as ro, exec, noatime)")
            : null;

    private static bool IsKnown(string option) =>
        Switches.Contains(option) || Values.Any(value => option.Length > value.Length && option.StartsWith(value, StringComparison.Ordinal));
}
