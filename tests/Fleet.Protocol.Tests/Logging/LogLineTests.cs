using System.Text.Json;
using Fleet.Protocol.Logging;

namespace Fleet.Protocol.Tests.Logging;

public sealed class LogLineTests
{
    private static readonly LogLine Line = new(new DateTime(2026, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc), "warn", "session", "limits of job \"web\"\nfailed")
    {
        Fields = [LogField.Job("web"), LogField.Allocation("00ff")],
    };

    [Fact]
    public void Json_is_one_line_with_allocation_and_job_as_fields()
    {
        string json = Line.Json();
        Assert.DoesNotContain('\n', json);
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(["time", "level", "source", "message", "job", "allocation"], root.EnumerateObject().Select(field => field.Name));
        Assert.Equal("2026-02-03T04:05:06.007Z", root.GetProperty("time").GetString());
        Assert.Equal("limits of job \"web\"\nfailed", root.GetProperty("message").GetString());
        Assert.Equal("web", root.GetProperty("job").GetString());
        Assert.Equal("00ff", root.GetProperty("allocation").GetString());
    }

    [Fact]
    public void An_exception_is_a_field_in_json_and_its_cause_in_words_in_text()
    {
        var line = Line with { Fields = [], Exception = new IOException("outer", new TimeoutException("inner")) };
        Assert.Contains("IOException", JsonDocument.Parse(line.Json()).RootElement.GetProperty("exception").GetString());
        Assert.Equal("2026-02-03T04:05:06.007Z warn session: limits of job \"web\"\nfailed: inner", line.Text());
    }

    [Fact]
    public void In_a_message_a_field_is_its_value() => Assert.Equal("job web", string.Format("job {0}", LogField.Job("web")));
}
