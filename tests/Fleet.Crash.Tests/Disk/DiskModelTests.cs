namespace Fleet.Crash.Tests.Disk;

/// <summary>The model promises what POSIX does: each line of a test is one that a real disk may keep or lose.</summary>
public class DiskModelTests
{
    private const string Root = "/disk";

    private readonly DiskModel _model = new(Root);
    private int _ticket;

    [Fact]
    public void Bytes_without_an_fsync_are_lost_and_a_name_without_one_of_its_folder_too()
    {
        Do(Create("/disk/a"), Write("/disk/a", "one"));
        Assert.Empty(After(CutKind.SyncedOnly));
        Sync("/disk/a");
        Assert.Empty(After(CutKind.SyncedOnly));
        Sync("/disk");
        Assert.Equal(["/a=one"], After(CutKind.SyncedOnly));
    }

    [Fact]
    public void A_file_renamed_into_place_before_its_fsync_may_be_empty_or_zeros()
    {
        Do(Create("/disk/a.new"), Write("/disk/a.new", "new"), new Renamed("/disk/a.new", "/disk/a", false));
        Assert.Equal(["/a="], After(CutKind.NamesFirst));
        Assert.Equal(["/a=\0\0\0"], After(CutKind.NamesAndLengths));
        Assert.Equal(["/a=new"], After(CutKind.Everything));
    }

    [Fact]
    public void A_rename_within_a_folder_is_whole_or_not_at_all()
    {
        Do(Create("/disk/a"), Write("/disk/a", "old"));
        Sync("/disk/a");
        Sync("/disk");
        Do(Create("/disk/b"), Write("/disk/b", "new"));
        Sync("/disk/b");
        Do(new Renamed("/disk/b", "/disk/a", false));
        for (ulong seed = 0; seed < 50; seed++) Assert.Contains(After(CutKind.Mixed, seed) switch { ["/a=old"] or ["/a=old", "/b=new"] or ["/a=new"] => "fine", var other => string.Join(' ', other) }, (string[])["fine"]);
        Assert.Equal(["/a=old"], After(CutKind.SyncedOnly));
    }

    [Fact]
    public void An_fsync_covers_what_was_written_before_it_began_and_no_more()
    {
        Do(Create("/disk/a"));
        Sync("/disk");
        Do(Write("/disk/a", "one"), new SyncBegan("/disk/a", 77), Write("/disk/a", "two"), new SyncEnded(77));
        Assert.Equal(["/a=one"], After(CutKind.SyncedOnly));
        Assert.Equal(["/a=onetwo"], After(CutKind.Everything));
    }

    [Fact]
    public void A_removal_may_be_undone_until_its_folder_is_synced()
    {
        Do(Create("/disk/a"), new SyncBegan(null, 5), new SyncEnded(5), new Removed("/disk/a"));
        Assert.Equal(["/a="], After(CutKind.SyncedOnly));
        Sync("/disk");
        Assert.Empty(After(CutKind.SyncedOnly));
    }

    [Fact]
    public void A_folder_whose_own_name_is_not_safe_takes_all_in_it_along()
    {
        Do(new FolderMade("/disk/f"), Create("/disk/f/a"));
        Sync("/disk/f/a");
        Sync("/disk/f");
        Assert.Empty(After(CutKind.SyncedOnly));
        Sync("/disk");
        Assert.Equal(["/f", "/f/a="], After(CutKind.SyncedOnly));
    }

    [Fact]
    public void A_file_can_be_cut_and_written_in_its_middle()
    {
        Do(Create("/disk/a"), Write("/disk/a", "abcdef"), new Written("/disk/a", 1, "XY"u8.ToArray()), new LengthSet("/disk/a", 4), new Opened("/disk/a", true, false, false));
        Assert.Equal(["/a=aXYd"], After(CutKind.Everything));
        Do(new Opened("/disk/a", true, false, true));
        Assert.Equal(["/a="], After(CutKind.Everything));
    }

    private static Opened Create(string path) => new(path, true, false, false);

    private static Written Write(string path, string text) => new(path, null, System.Text.Encoding.UTF8.GetBytes(text));

    private void Do(params DiskCall[] calls)
    {
        foreach (var call in calls) _model.Apply(call);
    }

    private void Sync(string path) => Do(new SyncBegan(path, ++_ticket), new SyncEnded(_ticket));

    private List<string> After(CutKind kind, ulong seed = 0)
    {
        var cut = new PowerCut(kind, seed);
        var seen = new List<string>();
        cut.Walk(_model.Root, (path, inode) => seen.Add(inode is FileInode file ? $"{path}={System.Text.Encoding.UTF8.GetString(cut.BytesOf(file))}" : path));
        seen.Sort(StringComparer.Ordinal);
        return seen;
    }
}
