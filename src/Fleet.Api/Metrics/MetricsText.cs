using System.Globalization;
using System.Text;

namespace Fleet.Api.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4: a family's HELP and TYPE once, then its samples, each on a line.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>A family of samples, left out when it has none.</summary>
    /// <param name="name">Letters, digits and underlines; a counter's ends with <c>_total</c>.</param>
    /// <param name="samples">Each with its labels written by <see cref="Labels"/>; a null value is left out.</param>
    public void Family(string name, string type, string help, IEnumerable<(string Labels, double? Value)> samples)
    {
        bool begun = false;
        foreach (var (labels, value) in samples)
        {
            if (value is not { } number)
            {
                continue;
            }

            if (!begun)
            {
                _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
                _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
                begun = true;
            }

            _text.Append(name).Append(labels).Append(' ').Append(Number(number)).Append('\n');
        }
    }

    public void Gauge(string name, string help, double? value) => Family(name, "gauge", help, [("", value)]);

    public void Counter(string name, string help, double? value) => Family(name, "counter", help, [("", value)]);

    /// <summary><c>{job="web",name="a\"b"}</c>; empty without labels.</summary>
    public static string Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length == 0 ? '{' : ',').Append(name).Append("=\"")
                .Append(value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }

        return text.Length == 0 ? "" : text.Append('}').ToString();
    }

    public override string ToString() => _text.ToString();

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf"
            : value.ToString("R", CultureInfo.InvariantCulture);
}
