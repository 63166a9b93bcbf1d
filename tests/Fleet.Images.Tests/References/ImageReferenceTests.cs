using Fleet.Images.References;

namespace Fleet.Images.Tests.References;

public class ImageReferenceTests
{
    private const string Hex = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "", "busybox", "latest", "")]
    [InlineData("busybox:1.36", "", "busybox", "1.36", "")]
    [InlineData("library/busybox", "", "library/busybox", "latest", "")]
    [InlineData("localhost/app", "localhost", "app", "latest", "")]
    [InlineData("localhost:5000/a/b_c/d--e:T.1-x", "localhost:5000", "a/b_c/d--e", "T.1-x", "")]
    [InlineData("docker.io/library/busybox", "docker.io", "library/busybox", "latest", "")]
    [InlineData("[::1]:5000/app", "[::1]:5000", "app", "latest", "")]
    [InlineData("host:5000/app@" + Hex, "host:5000", "app", "", Hex)]
    [InlineData("app:v1@" + Hex, "", "app", "v1", Hex)]
    public void A_reference_is_split_as_docker_splits_it(string text, string registry, string repository, string tag, string digest) =>
        Assert.Equal(new ImageReference(registry, repository, tag, digest), ImageReference.Parse(text));

    [Theory]
    [InlineData("", "the name is empty")]
    [InlineData("Busybox", "must be in lower case")]
    [InlineData("a//b", "must be words")]
    [InlineData("a_-b", "must be words")]
    [InlineData("a:", "is not a tag")]
    [InlineData("a:-x", "is not a tag")]
    [InlineData("a@sha256:12", "is not a digest")]
    [InlineData("a@md5:0123456789abcdef0123456789abcdef", "is not a digest")]
    [InlineData("ho_st.x/app", "is not a registry")]
    [InlineData("host.x:port/app", "is not a registry")]
    [InlineData("host.x/", "the name is empty")]
    [InlineData("-x", "must be words")]
    [InlineData("a b", "must be words")]
    public void What_is_none_is_refused_with_the_part_that_is_wrong(string text, string why)
    {
        var e = Assert.Throws<ImageException>(() => ImageReference.Parse(text));
        Assert.Equal(ImageProblem.Invalid, e.Problem);
        Assert.StartsWith($"\"{text}\" is not an image name: ", e.Message);
        Assert.Contains(why, e.Message);
    }

    [Fact]
    public void A_name_of_more_than_255_characters_is_refused() =>
        Assert.Contains("longer than 255", Assert.Throws<ImageException>(() => ImageReference.Parse(new string('a', 256))).Message);

    [Theory]
    [InlineData("busybox", "busybox:latest")]
    [InlineData("host:1/a:t", "host:1/a:t")]
    [InlineData("a@" + Hex, "a@" + Hex)]
    public void It_is_written_as_its_full_name(string text, string full) => Assert.Equal(full, ImageReference.Parse(text).ToString());
}
