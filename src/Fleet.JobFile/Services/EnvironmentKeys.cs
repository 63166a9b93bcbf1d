using System.Collections.Immutable;
using Fleet.JobFile.Interpolation;
using Fleet.JobFile.Reading;

namespace Fleet.JobFile.Services;

/// <summary><c>env_file</c> and <c>environment</c>; of several files the later one wins, <c>environment</c> over all.</summary>
internal static class EnvironmentKeys
{
    public static ImmutableSortedDictionary<string, string> Read(Field? files, Field? environment)
    {
        ImmutableSortedDictionary<string, string> all = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (Field file in files is null ? [] : files.IsMap ? [files] : files.ItemsOrOne())
        {
            all = all.SetItems(FromFile(file));
        }

        return all.SetItems(KeyValues.Environment(environment));
    }

    private static IReadOnlyDictionary<string, string> FromFile(Field file)
    {
        bool required = true;
        Field? path = file;
        if (file.IsMap && file.Map() is Fields map)
        {
            path = map.Take("path");
            required = map.Take("required")?.Flag() ?? true;
            if (map.Take("format") is { } format && format.Text() is string name && name != "raw")
            {
                format.Fault($"'{name}' is not a format (raw, or leave it out)");
            }

            map.RefuseOthers();
            file.FaultIf(path is null ? "lacks 'path'" : null);
        }

        if (path?.Text() is not string text || text.Length == 0)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        string absolute = path.Caller.Resolve(text);
        try
        {
            return new EnvFile(
                path.Caller.ReadText(absolute), path.Caller.Variable,
                (line, message) => path.Report.FaultElsewhere(absolute, line, path.Path, message),
                (line, message) => path.Report.WarnElsewhere(absolute, line, path.Path, message)).Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            path.FaultIf(required || e is not (FileNotFoundException or DirectoryNotFoundException) ? $"{absolute} cannot be read: {e.Message} (correct the path, or write required: false)" : null);
            return ImmutableDictionary<string, string>.Empty;
        }
    }
}
