using System.Globalization;
using Fleet.Model.Notation;

namespace Fleet.Model.Tests.Notation;

public sealed class NotationTests
{
    [Theory]
    [InlineData("64m", 64L << 20)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("512", 512)]
    [InlineData("10kb", 10240)]
    [InlineData("3b", 3)]
    [InlineData("1 t", 1L << 40)]
    public void A_size_is_read_as_docker_reads_it(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out long read, out string? fault), fault);
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("64x")]
    [InlineData("-1")]
    [InlineData("64bb")]
    [InlineData("1e3")]
    [InlineData("9p9")]
    [InlineData("99999p")]
    public void What_is_no_size_is_refused_in_words(string text)
    {
        Assert.False(ByteSize.TryParse(text, out _, out string? fault));
        Assert.Contains($"'{text}'", fault);
    }

    [Theory]
    [InlineData(64L << 20, "64m")]
    [InlineData(1536L << 10, "1536k")]
    [InlineData(1000, "1000")]
    [InlineData(0, "0")]
    public void A_size_is_written_in_the_shortest_exact_form(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));

    [Theory]
    [InlineData("1m30s", 90_000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("0", 0)]
    public void A_duration_is_read(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan read, out string? fault), fault);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), read);
    }

    [Theory]
    [InlineData("30", "write 30s")]
    [InlineData("", "not a duration")]
    [InlineData("s", "not a duration")]
    [InlineData("1x", "not a duration")]
    [InlineData("-5s", "not a duration")]
    [InlineData("999999999h", "longer than")]
    public void What_is_no_duration_is_refused_with_the_cure(string text, string says)
    {
        Assert.False(DurationText.TryParse(text, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    [Fact]
    public void A_written_duration_reads_back_the_same()
    {
        foreach (TimeSpan duration in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(90_500), TimeSpan.FromTicks(12345), TimeSpan.FromHours(49) })
        {
            Assert.True(DurationText.TryParse(DurationText.Format(duration), out TimeSpan read, out _));
            Assert.Equal(duration, read);
        }
    }

    [Theory]
    [InlineData("0.5", 500)]
    [InlineData("2", 2000)]
    [InlineData(".25", 250)]
    public void Cpus_are_read_in_thousandths(string text, long milli)
    {
        Assert.True(CpuAmount.TryParse(text, out long read, out _));
        Assert.Equal(milli, read);
    }

    [Theory]
    [InlineData("0.0001", "the least is 0.01")]
    [InlineData("half", "not a number of cores")]
    [InlineData("-1", "not a number of cores")]
    public void What_is_no_amount_of_cpu_is_refused(string text, string says)
    {
        Assert.False(CpuAmount.TryParse(text, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("sigterm", 15)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("37", 37)]
    [InlineData("RTMAX-1", 63)]
    [InlineData("IOT", 6)]
    public void A_signal_has_many_names(string text, int number)
    {
        Assert.True(SignalText.TryParse(text, out int read, out string? fault), fault);
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("TREM", "did you mean 'TERM'")]
    [InlineData("0", "does not exist")]
    [InlineData("65", "does not exist")]
    [InlineData("RTMIN+31", "not a signal")]
    [InlineData("", "not a signal")]
    public void An_unknown_signal_is_refused(string text, string says)
    {
        Assert.False(SignalText.TryParse(text, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    [Fact]
    public void Every_signal_reads_back_from_its_name()
    {
        foreach (int number in Enumerable.Range(1, 64).Except([32, 33]))
        {
            Assert.True(SignalText.TryParse(SignalText.Name(number), out int read, out _), number.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(number, read);
        }
    }

    [Theory]
    [InlineData("nofile=1024:2048", "nofile", 1024, 2048)]
    [InlineData("core=0", "core", 0, 0)]
    [InlineData("memlock=-1", "memlock", -1, -1)]
    [InlineData("nproc=5:unlimited", "nproc", 5, -1)]
    public void An_ulimit_is_read(string text, string name, long soft, long hard)
    {
        Assert.True(UlimitText.TryParse(text, out Ulimit? limit, out string? fault), fault);
        Assert.Equal(new Ulimit(name, soft, hard), limit);
    }

    [Theory]
    [InlineData("nofile=2:1", "above the hard limit")]
    [InlineData("nofiles=1", "did you mean 'nofile'")]
    [InlineData("nofile", "NAME=SOFT")]
    [InlineData("nofile=x", "whole numbers")]
    public void A_bad_ulimit_is_refused(string text, string says)
    {
        Assert.False(UlimitText.TryParse(text, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    [Theory]
    [InlineData("no", RestartCondition.None, 0)]
    [InlineData("always", RestartCondition.Any, 0)]
    [InlineData("unless-stopped", RestartCondition.Any, 0)]
    [InlineData("on-failure", RestartCondition.OnFailure, 0)]
    [InlineData("on-failure:3", RestartCondition.OnFailure, 3)]
    public void A_restart_word_is_read(string text, RestartCondition condition, int attempts)
    {
        Assert.True(RestartText.TryParse(text, out RestartPolicy? policy, out _));
        Assert.Equal((condition, attempts), (policy.Condition, policy.MaxAttempts));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("on-failure:")]
    [InlineData("on-failure:-1")]
    [InlineData("on-fail")]
    public void An_unknown_restart_word_is_answered_with_the_known_ones(string text)
    {
        Assert.False(RestartText.TryParse(text, out _, out string? fault));
        Assert.Contains("unless-stopped", fault);
    }

    [Theory]
    [InlineData("busybox")]
    [InlineData("busybox:1.36")]
    [InlineData("localhost:5000/a/b_c:tag")]
    [InlineData("Registry.Example.com/x")]
    [InlineData("x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void An_image_name_is_good(string reference) => Assert.Null(ImageName.Fault(reference));

    [Theory]
    [InlineData("", "no image")]
    [InlineData("Web", "capital letters")]
    [InlineData("web:", "not a tag")]
    [InlineData("web:a b", "not a tag")]
    [InlineData("a//b", "not a part")]
    [InlineData("web@sha256:1", "not a digest")]
    [InlineData(":tag", "lacks a name")]
    public void An_image_name_is_bad(string reference, string says) => Assert.Contains(says, ImageName.Fault(reference));

    [Theory]
    [InlineData("node.labels.zone == a", "node.labels.zone", ConstraintOperator.Equal, "a")]
    [InlineData("node.hostname!=n1", "node.hostname", ConstraintOperator.NotEqual, "n1")]
    [InlineData("node.labels.gpu is_set", "node.labels.gpu", ConstraintOperator.IsSet, "")]
    [InlineData("node.labels.gpu is_not_set", "node.labels.gpu", ConstraintOperator.IsNotSet, "")]
    public void A_constraint_is_read(string text, string attribute, ConstraintOperator op, string value)
    {
        Assert.True(ConstraintText.TryParse(text, out Constraint? constraint, out string? fault), fault);
        Assert.Equal(new Constraint(attribute, op, value), constraint);
    }

    [Theory]
    [InlineData("zone == a", "not an attribute")]
    [InlineData("node.hostnam == a", "did you mean 'node.hostname'")]
    [InlineData("node.role", "not a condition")]
    [InlineData("node.labels. == x", "lacks the label's name")]
    [InlineData("node.role == ", "compares with nothing")]
    public void A_bad_constraint_is_refused(string text, string says)
    {
        Assert.False(ConstraintText.TryParse(text, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    [Theory]
    [InlineData("imge", "image")]
    [InlineData("enviroment", "environment")]
    [InlineData("volums", "volumes")]
    [InlineData("xyzzy", null)]
    public void The_nearest_word_is_suggested_when_it_is_near(string word, string? nearest) =>
        Assert.Equal(nearest, Suggestion.Nearest(word, ["image", "environment", "volumes", "command"]));
}
