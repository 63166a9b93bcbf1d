using Fleet.Model;

namespace Fleet.JobFile.Tests;

public sealed class InterpolationTests
{
    private readonly FakeCaller _caller = new() { Variables = { ["A"] = "a", ["EMPTY"] = "" } };

    [Theory]
    [InlineData("$A-x", "a-x")]
    [InlineData("${A}x", "ax")]
    [InlineData("${A:-d}", "a")]
    [InlineData("${EMPTY:-d}", "d")]
    [InlineData("${EMPTY-d}", "")]
    [InlineData("${NO:-d}", "d")]
    [InlineData("${NO-d}", "d")]
    [InlineData("${NO:-}", "")]
    [InlineData("${NO-}", "")]
    [InlineData("${NO:-${A}/${ALSO:-b}}", "a/b")]
    [InlineData("${A:+set}", "set")]
    [InlineData("${EMPTY:+set}", "")]
    [InlineData("${EMPTY+set}", "set")]
    [InlineData("${A:?must}", "a")]
    [InlineData("${EMPTY?must}", "")]
    [InlineData("$$A $${A}", "$A ${A}")]
    [InlineData("a:-b}", "a:-b}")]
    public void A_variable_is_replaced(string text, string value) =>
        Assert.Equal(value, Read.Service($"environment: {{X: \"{text}\"}}", _caller).Container.Environment["X"]);

    [Theory]
    [InlineData("${NO:?give it}", "the variable NO must be set: give it")]
    [InlineData("${NO?}", "the variable NO must be set")]
    [InlineData("${EMPTY:?}", "the variable EMPTY must be set")]
    [InlineData("${A", "lacks its closing brace")]
    [InlineData("${A:}", "is not understood")]
    [InlineData("${A!x}", "is not understood")]
    [InlineData("$1", "is not a variable")]
    [InlineData("${}", "is not a variable")]
    [InlineData("a$", "or $$ for a dollar sign")]
    public void A_bad_one_is_refused(string text, string says)
    {
        string fault = Assert.Single(Read.ServiceFaults($"environment: {{X: \"{text}\"}}", _caller));
        Assert.StartsWith("job.yaml:4:22: services.web.environment.X: ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault);
    }

    [Fact]
    public void One_that_is_not_set_is_remarked_on_and_empty()
    {
        JobFileResult result = Read.File("services: {web: {image: x, user: 'a$NO', deploy: {replicas: \"${NO:-3}\"}}}", _caller);
        Assert.Equal(("a", 3), (result.Job!.Groups[0].Container.User, result.Job.Groups[0].Replicas));
        Assert.Contains("the variable NO is not set", Assert.Single(result.Warnings).ToString());
    }

    [Fact]
    public void The_name_and_the_image_are_replaced_too_but_keys_are_not()
    {
        Job job = Read.Good("name: job-$A\nservices: {web: {image: \"$A:1\", labels: {$A: $A}}}", _caller);
        Assert.Equal(("job-a", "a:1", "a"), (job.Name, job.Groups[0].Container.Image, job.Groups[0].Container.Labels["$A"]));
    }
}
