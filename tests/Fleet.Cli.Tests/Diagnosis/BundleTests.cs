using System.Formats.Tar;
using System.IO.Compression;
using Fleet.Cli.Commands.Diagnosis.Bundles;
using Fleet.Cli.Tests.Support;

namespace Fleet.Cli.Tests.Diagnosis;

public sealed class BundleTests : IDisposable
{
    private const string Planted = "hunter2-planted";
    private readonly string _root = Directory.CreateTempSubdirectory("fleet-bundle-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Without_an_agent_it_holds_what_is_on_disk_and_none_of_the_secrets()
    {
        Write("state/node.log", $"{{\"message\":\"cannot connect with {Planted}\"}}\nlogin password={Planted}-b failed\n");
        Write("state/allocations/00ff/record.json", $$$"""{"id":"00ff","spec":{"env":["PATH=/bin-of-user","DB_PASSWORD={{{Planted}}}"],"image":"base"}}""");
        Write("state/jobs/web.json", $$"""{"name":"web","environment":{"A":"plain-env-value"},"registryPassword":"{{Planted}}-c"}""");
        Write("node.conf", $"fleet.journal.connection-string = \"Host=h;Password={Planted}-d\"\nfleet.node.name = n7\n");
        string path = Path.Combine(_root, "out.tar.gz");

        var line = await Line.RunAsync(["--root", _root, "debug", "bundle", "-o", path, "--config", Path.Combine(_root, "node.conf")]);
        Assert.Equal((0, path + "\n"), (line.ExitCode, line.Stdout));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var files = Read(path);
        Assert.All(files.Values, text =>
        {
            Assert.DoesNotContain(Planted, text);
            Assert.DoesNotContain("/bin-of-user", text);
            Assert.DoesNotContain("plain-env-value", text);
        });
        Assert.Contains("n7", files["config/node.conf"]);
        Assert.Contains("\"image\": \"base\"", files["state/allocations/00ff/record.json"]);
        Assert.Contains("failed", files["logs/node.log"]);
        Assert.Contains("MemTotal", files["proc/meminfo"]);
        Assert.Contains("overlayfs", files["check.json"]);
        Assert.Contains("no agent runs", files["README.txt"]);
        Assert.Contains("journal", files["README.txt"]);
    }

    [Theory]
    [InlineData("postgres://user:sesame@host/db", "postgres://[redacted]@host/db")]
    [InlineData("API_TOKEN=abc next", "API_TOKEN=[redacted] next")]
    [InlineData("\"secretKey\": \"a b\", \"x\": 1", "\"secretKey\": [redacted], \"x\": 1")]
    [InlineData("nothing to hide: 7", "nothing to hide: 7")]
    public void Text_loses_its_secrets_and_nothing_else(string text, string clean) => Assert.Equal(clean, new Redaction().Text(text));

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    // By name below the archive's one folder.
    private static Dictionary<string, string> Read(string path)
    {
        using var zip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        var files = new Dictionary<string, string>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
            files[entry.Name[(entry.Name.IndexOf('/') + 1)..]] = reader.ReadToEnd();
        }

        return files;
    }
}
