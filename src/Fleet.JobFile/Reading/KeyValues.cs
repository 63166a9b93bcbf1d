using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Reading;

/// <summary>Maps that may also be written as lists of <c>KEY=VALUE</c>: environment and labels.</summary>
internal static class KeyValues
{
    /// <summary>Labels; nothing after a key is the empty text.</summary>
    public static ImmutableSortedDictionary<string, string> Labels(Field? field) => Read(field, _ => "");

    /// <summary>Variables; a key without a value takes the caller's own, and is left out where he has none.</summary>
    public static ImmutableSortedDictionary<string, string> Environment(Field? field) => Read(field, name => field?.Caller.Variable(name));

    private static ImmutableSortedDictionary<string, string> Read(Field? field, Func<string, string?> otherwise)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (field is { IsList: true })
        {
            foreach (Field item in field.Items())
            {
                AddItem(item, otherwise, read);
            }
        }
        else if (field?.Map() is Fields map)
        {
            foreach ((string key, Field value) in map.All())
            {
                string? text = value.IsNull ? otherwise(key) : value.Text();
                if (text is not null)
                {
                    read[key] = text;
                }
            }
        }

        return read.ToImmutable();
    }

    private static void AddItem(Field item, Func<string, string?> otherwise, ImmutableSortedDictionary<string, string>.Builder read)
    {
        if (item.Text() is not string text)
        {
            return;
        }

        bool good = EnvironmentText.TryParse(text, out string name, out string? value, out string? fault);
        item.FaultIf(fault);
        value ??= otherwise(name);
        if (good && value is not null)
        {
            read[name] = value;
        }
    }
}
