using System.Globalization;
using Fleet.JobFile.Interpolation;
using Fleet.JobFile.Syntax;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Reading;

/// <summary>
/// A value with its path, to be read as what it should be. Where it is not, the fault is reported and null is returned, so that
/// reading goes on and the user hears of everything at once.
/// </summary>
internal sealed record Field(Node Node, string Path, Report Report, ICaller Caller)
{
    public bool IsNull => Node is ScalarNode { IsNull: true };

    public bool IsMap => Node is MapNode;

    public bool IsList => Node is ListNode;

    public void Fault(string message) => Report.Fault(Node.At, Path, message);

    public void FaultIf(string? message)
    {
        if (message is not null)
        {
            Fault(message);
        }
    }

    /// <summary>As written, with variables replaced.</summary>
    public string? Text()
    {
        if (Node is ScalarNode scalar)
        {
            return new Interpolator(Caller.Variable, Fault, message => Report.Warn(Node.At, Path, message)).Expand(scalar.Text);
        }

        Fault(Node is MapNode ? "must be a single value, not a map" : "must be a single value, not a list");
        return null;
    }

    public bool? Flag()
    {
        string? text = Text();
        bool? flag = text switch
        {
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => null,
        };
        FaultIf(text is not null && flag is null ? $"'{text}' is neither true nor false" : null);
        return flag;
    }

    public int? Integer()
    {
        string? text = Text();
        bool read = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number);
        FaultIf(text is not null && !read ? $"'{text}' is not a whole number" : null);
        return read ? number : null;
    }

    public TimeSpan? Duration() => Text() is string text && Accept(DurationText.TryParse(text, out TimeSpan value, out string? fault), fault) ? value : null;

    public long? Bytes() => Text() is string text && Accept(ByteSize.TryParse(text, out long value, out string? fault), fault) ? value : null;

    public long? MilliCpu() => Text() is string text && Accept(CpuAmount.TryParse(text, out long value, out string? fault), fault) ? value : null;

    /// <summary>One of the words; an unknown one is answered with all of them.</summary>
    public T? Choice<T>(params (string Word, T Value)[] known)
        where T : struct
    {
        if (Text() is not string text)
        {
            return null;
        }

        foreach ((string word, T value) in known)
        {
            if (word == text)
            {
                return value;
            }
        }

        string[] words = [.. known.Select(each => each.Word)];
        Fault($"'{text}' is not one of {string.Join(", ", words)}{Suggestion.DidYouMean(text, words)}");
        return null;
    }

    public Fields? Map()
    {
        if (Node is MapNode map)
        {
            return new Fields(map, Path, Report, Caller);
        }

        Fault("must be a map (KEY: VALUE)");
        return null;
    }

    /// <summary>The items of a list, with paths <c>volumes[0]</c>.</summary>
    public IEnumerable<Field> Items()
    {
        if (Node is ListNode list)
        {
            return list.Items.Select((item, i) => Placed(this with { Node = item, Path = $"{Path}[{i}]" }));
        }

        Fault("must be a list (lines with '- ')");
        return [];
    }

    /// <summary>A list, or a single value that stands for a list of one.</summary>
    public IEnumerable<Field> ItemsOrOne() => Node is ScalarNode ? [this] : Items();

    /// <summary>One text, or a list of them.</summary>
    public IEnumerable<string> TextOrTexts() => ItemsOrOne().Select(item => item.Text()).OfType<string>();

    public IEnumerable<string> Texts() => Items().Select(item => item.Text()).OfType<string>();

    private bool Accept(bool read, string? fault)
    {
        FaultIf(fault);
        return read;
    }

    private static Field Placed(Field field)
    {
        field.Report.Place(field.Path, field.Node.At);
        return field;
    }
}
