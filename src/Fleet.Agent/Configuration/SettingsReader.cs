using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration.Hocon;
using Fleet.Model.Notation;

namespace Fleet.Agent.Configuration;

/// <summary>
/// Reads the settings of one group, strictly. A fault is noted with its file, line and cure, and a harmless value is returned, so
/// that reading goes on to the next one. <c>variable</c> names the environment variable that wins over the file.
/// </summary>
internal sealed class SettingsReader(SettingsSource source, string group)
{
    public string Text(string name, string? variable = null) => Raw(name, variable) ?? "";

    public int Integer(string name, int from, int to, string? variable = null)
    {
        string text = Text(name, variable);
        bool good = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to;
        Require(good, name, $"'{text}' is not a whole number from {from} to {to}", variable);
        return good ? number : from;
    }

    public double Fraction(string name, double from, double to)
    {
        string text = Text(name);
        bool good = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= from && number <= to;
        Require(good, name, $"'{text}' is not a number from {from} to {to}");
        return good ? number : from;
    }

    public bool Flag(string name, string? variable = null)
    {
        // HOCON's own words for the two.
        string text = Text(name, variable);
        bool set = text is "true" or "on" or "yes";
        Require(set || text is "false" or "off" or "no", name, $"'{text}' is neither true nor false", variable);
        return set;
    }

    public TimeSpan Duration(string name, TimeSpan from, TimeSpan to)
    {
        bool read = DurationText.TryParse(Text(name), out TimeSpan duration, out string? fault);
        Require(read, name, fault ?? "");
        bool good = read && duration >= from && duration <= to;
        Require(!read || good, name, $"{Text(name)} is out of range ({DurationText.Format(from)} to {DurationText.Format(to)})");
        return good ? duration : from;
    }

    public long Bytes(string name, long atLeast = 0)
    {
        bool read = ByteSize.TryParse(Text(name), out long bytes, out string? fault);
        Require(read, name, fault ?? "");
        Require(!read || bytes >= atLeast, name, $"{Text(name)} is too small (at least {ByteSize.Format(atLeast)})");
        return bytes;
    }

    public long MilliCpu(string name)
    {
        bool read = CpuAmount.TryParse(Text(name), out long milli, out string? fault);
        Require(read, name, fault ?? "");
        return milli;
    }

    /// <summary>One of the words, which are the names of <typeparamref name="T"/> in small letters.</summary>
    public T Choice<T>(string name, string? variable = null)
        where T : struct, Enum
    {
        _ = TryChoice(Text(name, variable), name, variable, out T value);
        return value;
    }

    public ImmutableArray<T> Choices<T>(string name, string? variable = null)
        where T : struct, Enum =>
        [.. Texts(name, variable).Select(word => (Good: TryChoice(word, name, variable, out T value), value)).Where(word => word.Good).Select(word => word.value).Distinct()];

    /// <summary>A list; in a variable its items stand between commas.</summary>
    public ImmutableArray<string> Texts(string name, string? variable = null)
    {
        if (source.Variable(variable) is string listed)
        {
            return [.. listed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        }

        // HoconValue.IsArray says false of an empty one, and blanks after the list are a value beside it.
        IHoconElement[] parts = [.. (source.Value(At(name))?.Values ?? []).Where(part => part is not HoconLiteral { Value: var text } || !string.IsNullOrWhiteSpace(text))];
        if (parts is [HoconArray array])
        {
            return [.. array.Select(item => item.GetString() ?? "")];
        }

        Require(false, name, $"must be a list (write {name} = [\"...\"])");
        return [];
    }

    public ImmutableArray<HostPort> Hosts(string name, string? variable = null)
    {
        var hosts = ImmutableArray.CreateBuilder<HostPort>();
        foreach (string text in Texts(name, variable))
        {
            bool good = HostPortText.TryParse(text, out HostPort? host, out string? fault);
            Require(good, name, fault ?? "", variable);
            if (good)
            {
                hosts.Add(host!);
            }
        }

        return hosts.ToImmutable();
    }

    /// <summary>A group with keys of the user's own.</summary>
    public ImmutableSortedDictionary<string, string> Map(string name)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (source.Value(At(name)) is { } value && value.IsObject())
        {
            foreach ((string key, HoconValue item) in value.GetObject().Items)
            {
                Require(item.IsString(), $"{name}.{key}", "must be a text or a number (put a name with dots into quotes)");
                map[key] = item.IsString() ? item.GetString() ?? "" : "";
            }
        }

        return map.ToImmutable();
    }

    public void Require(bool good, string name, string message, string? variable = null)
    {
        if (!good)
        {
            source.Fault(At(name), variable, message);
        }
    }

    /// <summary>As <see cref="Require"/>, unless one of the settings was already found faulty and has a stand-in value.</summary>
    public void RequireOfGood(int faultsBefore, bool good, string name, string message) =>
        Require(good || source.Faults.Count > faultsBefore, name, message);

    public int FaultsSoFar => source.Faults.Count;

    private string At(string name) => $"{group}.{name}";

    private string? Raw(string name, string? variable)
    {
        if (source.Variable(variable) is string value)
        {
            return value;
        }

        HoconValue? found = source.Value(At(name));
        Require(found is null || found.IsString(), name, "must be a single value, not a list");
        return found is not null && found.IsString() ? found.GetString() : null;
    }

    private bool TryChoice<T>(string word, string name, string? variable, out T value)
        where T : struct, Enum
    {
        string[] known = [.. Enum.GetNames<T>().Select(each => each.ToLowerInvariant())];
        int index = Array.IndexOf(known, word);
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        Require(index >= 0, name, $"'{word}' is not one of {string.Join(", ", known)}{Suggestion.DidYouMean(word, known)}", variable);
        return index >= 0;
    }
}
