namespace Fleet.Architecture.Tests;

public sealed class TidyTests
{
    private static IEnumerable<(string Path, int Lines)> Sources =>
        Directory.EnumerateFiles(Path.Combine(Rooms.Top, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsTable(path))
            .Select(path => (Path.GetRelativePath(Rooms.Top, path), File.ReadLines(path).Count()));

    // Tables of kernel constants and the like are as long as the kernel's.
    private static bool IsTable(string path) => path.EndsWith("Names.cs", StringComparison.Ordinal) || path.EndsWith("Numbers.cs", StringComparison.Ordinal)
        || path.EndsWith("Table.cs", StringComparison.Ordinal) || path.EndsWith("Profile.cs", StringComparison.Ordinal);

    [Fact]
    public void No_source_file_has_more_than_400_lines() => Assert.DoesNotContain(Sources, file => file.Lines > 400);

    [Fact]
    public void Nine_of_ten_source_files_have_at_most_220_lines_and_half_at_most_90()
    {
        int[] lines = [.. Sources.Select(file => file.Lines).Order()];
        Assert.InRange(lines[lines.Length * 9 / 10], 0, 220);
        Assert.InRange(lines[lines.Length / 2], 0, 90);
    }

    [Fact]
    public void The_top_of_the_repository_holds_only_what_it_should()
    {
        string[] expected = ["src", "tests", "config", "docker-compose-dev", "docs", "Fleet.sln", "README.md", "LICENSE", "global.json", "fleet",
            "Directory.Build.props", "Directory.Packages.props"];
        var there = Directory.EnumerateFileSystemEntries(Rooms.Top).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));
        Assert.Empty(there.Except(expected));
    }
}
