using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fleet.Cli.Commands.Diagnosis.Bundles;

/// <summary>
/// Takes secrets out of what leaves the machine: all values of environment variables, whatever is called a password, key or
/// token, credentials within URLs; and each value that was once taken out, wherever it comes again.
/// </summary>
internal sealed partial class Redaction
{
    public const string Mark = "[redacted]";
    private const int ShortestLearnt = 6;

    private readonly HashSet<string> _learnt = [];

    /// <summary>JSON with its secrets taken out; null when it is no JSON.</summary>
    public byte[]? Json(byte[] json)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(json);
            Walk(root, environment: false);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            {
                root?.WriteTo(writer);
            }

            return buffer.ToArray();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Text, such as a log or a configuration, with its secrets taken out.</summary>
    public string Text(string text)
    {
        text = Credentials().Replace(text, "$1" + Mark + "@");
        text = Assignments().Replace(text, found =>
        {
            Learn(found.Groups["value"].Value.Trim('"', '\''));
            return found.Groups["key"].Value + Mark;
        });
        return Known(text);
    }

    /// <summary>Values taken out so far, taken out again; to be run over all once all was read.</summary>
    public string Known(string text)
    {
        foreach (string value in _learnt.OrderByDescending(value => value.Length))
        {
            text = text.Replace(value, Mark, StringComparison.Ordinal);
        }

        return text;
    }

    public byte[] Known(byte[] bytes) => _learnt.Count == 0 ? bytes : Encoding.UTF8.GetBytes(Known(Encoding.UTF8.GetString(bytes)));

    private void Walk(JsonNode? node, bool environment)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (string name in members.Select(member => member.Key).ToList())
                {
                    bool inside = environment || name.Equals("env", StringComparison.OrdinalIgnoreCase) || name.Equals("environment", StringComparison.OrdinalIgnoreCase);
                    members[name] = Value(members[name], inside, environment || SecretName().IsMatch(name));
                }

                break;
            case JsonArray items:
                for (int i = 0; i < items.Count; i++)
                {
                    items[i] = Value(items[i], environment, secret: false);
                }

                break;
        }
    }

    private JsonNode? Value(JsonNode? node, bool environment, bool secret)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text))
        {
            Walk(node, environment);
            return node?.DeepClone();
        }

        if (secret)
        {
            Learn(text);
            return Mark;
        }

        int equals = text.IndexOf('=');
        if (environment && equals > 0)
        {
            if (SecretName().IsMatch(text[..equals]))
            {
                Learn(text[(equals + 1)..]);
            }

            return text[..(equals + 1)] + Mark;
        }

        return environment ? Mark : Text(text);
    }

    private void Learn(string value)
    {
        if (value.Length >= ShortestLearnt && value != Mark)
        {
            _learnt.Add(value);
        }
    }

    private const string Names = "password|passwd|passphrase|pwd|secret|token|credential|private-?_?key|api-?_?key|access-?_?key|ticketkey|auth|connection-?string";

    [GeneratedRegex(Names, RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("""(?<key>[\w.-]*(?:""" + Names + """)[\w.-]*"?[ \t]*[=:][ \t]*)(?<value>"[^"\n]*"|'[^'\n]*'|[^\s;,}\]]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Assignments();

    [GeneratedRegex("""(\w+://)[^/\s:@]+:[^/\s@]+@""")]
    private static partial Regex Credentials();
}
