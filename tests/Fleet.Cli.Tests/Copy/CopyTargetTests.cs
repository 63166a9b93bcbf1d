using Fleet.Cli.Commands.Copy;

namespace Fleet.Cli.Tests.Copy;

/// <summary>docker's rules for what a copy is called and where it goes.</summary>
public class CopyTargetTests
{
    [Theory]
    [InlineData("f", false, "/d", true, "/d", "f")]             // a file into a folder that is there
    [InlineData("f", false, "/d/", true, "/d/", "f")]
    [InlineData("f", false, "/d/g", null, "/d", "g")]           // a file under a new name
    [InlineData("f", false, "/d/g", false, "/d", "g")]          // over another file
    [InlineData("f", false, "/g", null, "/", "g")]
    [InlineData("f", false, "g", null, ".", "g")]
    [InlineData("s", true, "/d", true, "/d", "s")]              // a folder into a folder
    [InlineData(".", true, "/d", true, "/d", ".")]              // what is in a folder
    [InlineData("s", true, "/d/new", null, "/d", "new")]        // a folder under a new name
    [InlineData("s", true, "/d/new/", null, "/d", "new")]
    [InlineData(".", true, "/d/new/.", null, "/d", "new")]
    public void Where_it_goes(string source, bool sourceIsFolder, string path, bool? isFolder, string folder, string name) =>
        Assert.Equal(new CopyTarget(folder, name), CopyTarget.Of(source, sourceIsFolder, path, isFolder));

    [Theory]
    [InlineData("s", true, "/f", false, "cannot copy directory")]
    [InlineData("f", false, "/d/", null, "no such directory")]
    [InlineData("f", false, "/d/.", null, "no such directory")]
    public void What_does_not_go_together(string source, bool sourceIsFolder, string path, bool? isFolder, string words) =>
        Assert.Contains(words, Assert.Throws<IOException>(() => CopyTarget.Of(source, sourceIsFolder, path, isFolder)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("c:/f", "c", "/f")]
    [InlineData("c:f", "c", "f")]
    [InlineData("/a:b", "", "/a:b")]
    [InlineData("./a:b", "", "./a:b")]
    [InlineData("a/b", "", "a/b")]
    [InlineData("-", "", "-")]
    public void Which_side_a_word_means(string text, string container, string path) =>
        Assert.Equal(new CopyPlace(container, path), CopyPlace.Parse(text));
}
