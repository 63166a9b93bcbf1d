using Fleet.Images.Records;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Tests.Recipe;

public class CommandLineTests
{
    private static readonly ImageConfig Image = new() { Entrypoint = ["/entry", "-e"], Cmd = ["a", "b"] };

    [Fact]
    public void Without_words_of_the_user_the_image_decides() =>
        Assert.Equal(["/entry", "-e", "a", "b"], CommandLine.Of(A.Spec, Image));

    [Fact]
    public void A_command_replaces_the_images_Cmd_and_keeps_its_entrypoint() =>
        Assert.Equal(["/entry", "-e", "x"], CommandLine.Of(A.Spec with { Command = ["x"] }, Image));

    [Fact]
    public void An_entrypoint_drops_the_images_Cmd() =>
        Assert.Equal(["/mine"], CommandLine.Of(A.Spec with { Entrypoint = ["/mine"] }, Image));

    [Fact]
    public void An_empty_entrypoint_means_none() =>
        Assert.Equal(["x", "y"], CommandLine.Of(A.Spec with { Entrypoint = [], Command = ["x", "y"] }, Image));

    [Fact]
    public void No_command_at_all_is_125_and_names_the_image()
    {
        var error = Assert.Throws<EngineException>(() => CommandLine.Of(A.Spec, new ImageConfig()));
        Assert.Equal((EngineError.Invalid, 125), (error.Code, error.ExitCode));
        Assert.Contains("no command for base", error.Message, StringComparison.Ordinal);
    }
}
