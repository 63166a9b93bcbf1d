using System.Diagnostics.CodeAnalysis;

namespace Fleet.Model.Notation;

/// <summary>Environment variables and labels as words: <c>KEY=VALUE</c>, or <c>KEY</c> alone, which means the caller's own value.</summary>
public static class EnvironmentText
{
    /// <summary>Splits at the first '='; <paramref name="value"/> is null where there is none.</summary>
    public static bool TryParse(string text, out string name, out string? value, [NotNullWhen(false)] out string? fault)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        name = equals < 0 ? text : text[..equals];
        value = equals < 0 ? null : text[(equals + 1)..];
        fault = NameFault(name);
        return fault is null;
    }

    /// <summary>What keeps a word from naming a variable (environ(7): not empty, no '=' and no NUL), or null.</summary>
    public static string? NameFault(string name) =>
        name.Length == 0 ? "a variable has no name (write KEY=VALUE)"
        : name.Contains('=', StringComparison.Ordinal) ? $"the variable name '{name}' holds a '='"
        : name.Contains('\0', StringComparison.Ordinal) ? "a variable name holds a NUL byte"
        : null;
}
