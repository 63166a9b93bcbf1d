using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>
/// Docker's words for where a namespace comes from: <c>private</c>, <c>host</c>, <c>container:NAME</c>, and podman's
/// <c>ns:PATH</c>. Beside them <c>uid=N</c> for a user namespace and <c>monotonic=D,boottime=D</c> for a time namespace.
/// </summary>
public static class NamespaceText
{
    private const string ContainerPrefix = "container:", PathPrefix = "ns:", UidPrefix = "uid=";

    /// <param name="joinable">Whether another container's, or one by a path, can be had.</param>
    public static bool TryParse(string text, bool joinable, [NotNullWhen(true)] out NamespaceChoice? choice, [NotNullWhen(false)] out string? fault)
    {
        (choice, fault) = text switch
        {
            "" or "private" => (NamespaceChoice.Own, null),
            "host" => (NamespaceChoice.Host, null),
            _ when joinable && text.StartsWith(ContainerPrefix, StringComparison.Ordinal) => Joined(NamespaceOrigin.Container, text[ContainerPrefix.Length..]),
            _ when joinable && text.StartsWith(PathPrefix, StringComparison.Ordinal) => Joined(NamespaceOrigin.Path, text[PathPrefix.Length..]),
            _ => ((NamespaceChoice?)null, $"'{text}' is not one of private, host{(joinable ? ", container:NAME, ns:PATH" : "")}"),
        };
        return choice is not null;
    }

    public static string Format(NamespaceChoice choice) => choice.Origin switch
    {
        NamespaceOrigin.Own => "private",
        NamespaceOrigin.Host => "host",
        NamespaceOrigin.Container => ContainerPrefix + choice.Of,
        _ => PathPrefix + choice.Of,
    };

    /// <summary><c>host</c>, <c>private</c>, or <c>uid=N</c>: root inside is the node's user N alone.</summary>
    public static bool TryParseUser(string text, out UserNamespaceMode mode, out uint uid, [NotNullWhen(false)] out string? fault)
    {
        uid = 0;
        mode = text switch
        {
            "private" => UserNamespaceMode.Private,
            _ when text.StartsWith(UidPrefix, StringComparison.Ordinal) => UserNamespaceMode.Single,
            _ => UserNamespaceMode.Host,
        };
        fault = mode == UserNamespaceMode.Single
            ? uint.TryParse(text.AsSpan(UidPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out uid) ? SingleFault(uid) : $"'{text}' names no user by its number (write uid=1000)"
            : text is "host" or "" || mode == UserNamespaceMode.Private ? null : $"'{text}' is not one of host, private, uid=N";
        return fault is null;
    }

    /// <summary>Why root inside may not be this user of the node, or null.</summary>
    public static string? SingleFault(uint uid) =>
        uid == 0 ? "uid=0 would be the node's own root (say host if that is meant)"
            : uid == uint.MaxValue ? $"uid={uid.ToString(CultureInfo.InvariantCulture)} is nobody's number"
            : null;

    /// <summary><c>host</c>, <c>private</c>, or offsets: <c>boottime=24h</c>, <c>monotonic=-1h,boottime=-1h</c>.</summary>
    public static bool TryParseTime(string text, out TimeOffsets? offsets, [NotNullWhen(false)] out string? fault)
    {
        offsets = null;
        fault = null;
        if (text is "host" or "")
        {
            return true;
        }

        TimeSpan monotonic = TimeSpan.Zero, boottime = TimeSpan.Zero;
        foreach (string part in text == "private" ? [] : text.Split(','))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string value = part[(equals + 1)..];
            bool negative = value.StartsWith('-');
            TimeSpan amount = TimeSpan.Zero;
            fault ??= equals < 0 || part[..equals] is not ("monotonic" or "boottime")
                ? $"'{part}' is not one of host, private, monotonic=DURATION, boottime=DURATION"
                : DurationText.TryParse(value.TrimStart('-', '+'), out amount, out string? wrong) ? null : wrong;
            amount = negative ? -amount : amount;
            (monotonic, boottime) = part.StartsWith('m') ? (amount, boottime) : (monotonic, amount);
        }

        offsets = fault is null ? new TimeOffsets(monotonic, boottime) : null;
        return fault is null;
    }

    private static (NamespaceChoice? Choice, string? Fault) Joined(NamespaceOrigin origin, string of) =>
        origin == NamespaceOrigin.Path && !of.StartsWith('/') ? (null, $"'{PathPrefix}{of}': name the namespace by an absolute path")
            : of.Length == 0 ? (null, "'container:' lacks the container's name or id")
            : (new NamespaceChoice(origin, of), null);
}
