using System.Collections.Immutable;
using Fleet.JobFile.Reading;

namespace Fleet.JobFile.Services;

/// <summary><c>command</c> and <c>entrypoint</c>: a list of words, or one text that is split into words.</summary>
internal static class CommandKeys
{
    public static ImmutableArray<string>? Read(Field? field)
    {
        if (field is null)
        {
            return null;
        }

        if (field.IsList)
        {
            return [.. field.Texts()];
        }

        if (field.Text() is not string text)
        {
            return null;
        }

        bool split = ShellWords.TrySplit(text, out IReadOnlyList<string>? words, out string? fault);
        field.FaultIf(fault);
        return split ? [.. words!] : null;
    }
}
