using System.Diagnostics;
using System.Text;
using Fleet.Images.Tests.Support;
using Fleet.Images.Unpacking;

namespace Fleet.Images.Tests.Unpacking;

/// <summary>Against archives of GNU tar in all its formats, and by hand where no writer would go.</summary>
public class TarReaderTests
{
    private static readonly string LongName = new string('n', 90) + "/" + new string('m', 120);

    [SkippableTheory]
    [InlineData("v7")]
    [InlineData("oldgnu")]
    [InlineData("gnu")]
    [InlineData("ustar")]
    [InlineData("pax")]
    public void What_GNU_tar_writes_is_read(string format)
    {
        Needs.Program("tar");
        using var temp = new TempFolder();
        temp.File("in/folder/file", "content");
        if (format is not ("v7" or "ustar"))
            temp.File($"in/{LongName}", "long");
        File.CreateSymbolicLink(temp["in/link"], "folder/file");
        File.SetLastWriteTimeUtc(temp["in/folder/file"], DateTime.UnixEpoch.AddSeconds(1_500_000_000.5));
        List<(TarEntry Entry, string Data)> entries = Read(Tar(temp, "in", $"--format={format}"));

        (TarEntry file, string data) = Assert.Single(entries, e => e.Entry.Text.EndsWith("folder/file", StringComparison.Ordinal));
        Assert.Equal("content", data);
        Assert.Equal(1_500_000_000, file.ModifiedSeconds);
        Assert.Equal(format == "pax" ? 500_000_000u : 0u, file.ModifiedNanoseconds);
        Assert.Equal("folder/file"u8.ToArray(), Assert.Single(entries, e => e.Entry.Kind == TarKind.Symlink).Entry.LinkName);
        if (format is not ("v7" or "ustar"))
            Assert.Equal("long", Assert.Single(entries, e => e.Entry.Text.EndsWith(LongName, StringComparison.Ordinal)).Data);
    }

    [SkippableTheory]
    [InlineData("--format=gnu")]
    [InlineData("--format=pax", "--sparse-version=0.0")]
    [InlineData("--format=pax", "--sparse-version=0.1")]
    [InlineData("--format=pax", "--sparse-version=1.0")]
    public async Task Files_with_holes_in_every_format_keep_name_content_and_holes(params string[] options)
    {
        Needs.Program("tar");
        using Imported i = Imported.Nothing();
        Directory.CreateDirectory(i.Temp["in/sp"]);
        using (FileStream file = File.Create(i.Temp["in/sp/f"]))
        {
            // More runs of data than the four that an old header holds, and a hole at the end.
            for (int n = 1; n <= 30; n++)
            {
                file.Position = n * 200_000;
                file.Write(Encoding.ASCII.GetBytes($"here is {n}"));
            }

            file.SetLength(34_603_015);
        }

        byte[] tar = Tar(i.Temp, "in", [.. options, "-S"]);
        Assert.True(tar.Length < 1 << 20);
        await i.Store.ImportAsync(new TestImage(i.Temp["layout"]).Layer(tar).Write("test"));
        using var merged = new MergedView(i.Store, i.Store.Find("test")!);
        Assert.Equal(["/sp", "/sp/f"], merged.Find("/sp"));
        Assert.Equal(File.ReadAllBytes(i.Temp["in/sp/f"]), merged.Bytes("/sp/f"));
        Assert.True(merged.Status("/sp/f").Blocks * 512 < 1 << 20);
    }

    [Fact]
    public void Numbers_beyond_octal_are_read_in_GNUs_binary_form()
    {
        Assert.True(Images.Unpacking.TarHeader.TryNumber([0x80, 0, 0, 0, 0, 0x1e, 0x84, 0x80], out long uid));
        Assert.Equal(2_000_000, uid);
        Assert.True(Images.Unpacking.TarHeader.TryNumber([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe], out long before1970));
        Assert.Equal(-2, before1970);
        Assert.True(Images.Unpacking.TarHeader.TryNumber([0x80, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0], out long size));
        Assert.Equal(3L << 32, size);
        Assert.False(Images.Unpacking.TarHeader.TryNumber([0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], out _));
        Assert.False(Images.Unpacking.TarHeader.TryNumber("0009"u8, out _));
        Assert.True(Images.Unpacking.TarHeader.TryNumber("  644 \0"u8, out long mode));
        Assert.Equal(0x1a4, mode);
    }

    [Theory]
    [InlineData("6 a=\n")]
    [InlineData("999 path=x\n")]
    [InlineData("x path=x\n")]
    [InlineData("8 path=x")]
    [InlineData("12 =nothing\n")]
    public void Extended_headers_that_do_not_add_up_are_refused(string records)
    {
        var pax = new PaxRecords();
        Assert.Throws<TarException>(() => pax.Parse(Encoding.ASCII.GetBytes(records)));
    }

    [Fact]
    public void The_last_record_of_a_key_wins_and_an_empty_one_takes_it_back()
    {
        var pax = new PaxRecords();
        pax.Parse("9 path=a\n9 path=b\n9 size=5\n8 size=\n19 mtime=-1.250000\n"u8);
        Assert.Equal("b", pax.Text("path"));
        Assert.Null(pax.Number("size"));
        Assert.Equal((-2L, 750_000_000u), pax.Time("mtime"));
    }

    [Fact]
    public void A_damaged_header_is_named_by_its_place()
    {
        byte[] tar = new TestLayer().File("a", "x").File("b", "y").Tar();
        tar[1024 + 3] ^= 1;
        var e = Assert.Throws<TarException>(() => Read(tar));
        Assert.Equal("a damaged header at byte 1024", e.Message);
    }

    [Fact]
    public void An_unknown_type_is_named()
    {
        byte[] tar = new TestLayer().Add(new Images.Layout.TarItem("vol", 'V')).Tar();
        Assert.Equal("an entry vol of unknown header type \"V\"", Assert.Throws<TarException>(() => Read(tar)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(700)]
    public void It_does_not_matter_in_which_bits_the_archive_arrives(int bits)
    {
        byte[] tar = new TestLayer().Folder("d").File("d/f", new string('c', 3000)).File("e", "end").Tar();
        List<(TarEntry Entry, string Data)> entries = Read(new Dripping(tar, bits));
        Assert.Equal(["d/", "d/f", "e"], entries.Select(e => e.Entry.Text));
        Assert.Equal(3000, entries[1].Data.Length);
    }

    private static List<(TarEntry Entry, string Data)> Read(byte[] tar) => Read(new MemoryStream(tar));

    private static List<(TarEntry Entry, string Data)> Read(Stream tar)
    {
        var reader = new TarReader(tar);
        var entries = new List<(TarEntry, string)>();
        while (reader.Next() is { } entry)
        {
            var data = new StringBuilder();
            for (ReadOnlySpan<byte> part = reader.ReadData(); !part.IsEmpty; part = reader.ReadData())
                data.Append(Encoding.UTF8.GetString(part));
            entries.Add((entry, data.ToString()));
        }

        return entries;
    }

    private static byte[] Tar(TempFolder temp, string folder, params string[] options)
    {
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-C", temp[folder], "-cf", temp["out.tar"], .. options, "."]))!;
        tar.WaitForExit();
        Assert.Equal(0, tar.ExitCode);
        return File.ReadAllBytes(temp["out.tar"]);
    }

    private sealed class Dripping(byte[] content, int most) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
