using System.Globalization;
using Fleet.Crash.Tests.Disk;

namespace Fleet.Crash.Tests.Recording;

/// <summary>From system calls to what they did to a disk.</summary>
internal static class DiskCalls
{
    /// <summary>All that is traced; a test compares the model with the real folder, so one that is missing here is noticed.</summary>
    public static readonly string[] Traced =
    [
        "open", "openat", "openat2", "creat", "write", "writev", "pwrite64", "pwritev", "pwritev2", "truncate", "ftruncate", "fallocate",
        "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "symlink", "symlinkat",
        "fsync", "fdatasync", "sync", "syncfs", "sync_file_range", "sendfile", "copy_file_range",
    ];

    /// <summary>In the order of completion; a sync is two, its beginning and its end.</summary>
    /// <param name="calls">Of one recording.</param>
    /// <param name="root">Below it; what happens elsewhere is left out.</param>
    public static IEnumerable<(DiskCall Call, double EndedAt)> Of(IEnumerable<TracedCall> calls, string root)
    {
        var timed = new List<(TraceLine Line, DiskCall Call, double At)>();
        int ticket = 0;
        foreach (var call in calls.Where(call => !call.Failed))
        {
            if (call.Name is "fsync" or "fdatasync" or "sync" or "syncfs")
            {
                string? path = call.Name is "fsync" or "fdatasync" ? TracedText.PathOf(call.Arguments[0]) : null;
                if (path is not null && !IsBelow(path, root)) continue;
                ticket++;
                timed.Add((call.Began, new SyncBegan(path, ticket), call.EndedAt));
                timed.Add((call.Ended, new SyncEnded(ticket), call.EndedAt));
            }
            else
            {
                foreach (var done in Changes(call, root)) if (Touches(done, root)) timed.Add((call.Ended, done, call.EndedAt));
            }
        }
        return timed.OrderBy(entry => entry.Line).Select(entry => (entry.Call, entry.At));     // stable: what one line says stays in its order
    }

    private static IEnumerable<DiskCall> Changes(TracedCall call, string root)
    {
        var a = call.Arguments;
        return call.Name switch
        {
            "open" or "creat" or "openat" or "openat2" => Opens(call),
            "write" => [new Written(Of(a[0]), null, Cut(TracedText.Bytes(a[1]), call.Number))],
            "writev" => [new Written(Of(a[0]), null, Cut(Vectors(a[1]), call.Number))],
            "pwrite64" => [new Written(Of(a[0]), Number(a[3]), Cut(TracedText.Bytes(a[1]), call.Number))],
            "pwritev" or "pwritev2" => [new Written(Of(a[0]), Number(a[3]), Cut(Vectors(a[1]), call.Number))],
            "truncate" => [new LengthSet(At("", a[0]), Number(a[1]))],
            "ftruncate" => [new LengthSet(Of(a[0]), Number(a[1]))],
            "rename" => [new Renamed(At("", a[0]), At("", a[1]), false)],
            "renameat" or "renameat2" => [new Renamed(At(a[0], a[1]), At(a[2], a[3]), a is [.., var flags] && flags.Contains("RENAME_EXCHANGE", StringComparison.Ordinal))],
            "link" => [new NameAdded(At("", a[0]), At("", a[1]))],
            "linkat" => [new NameAdded(At(a[0], a[1]), At(a[2], a[3]))],
            "unlink" or "rmdir" => [new Removed(At("", a[0]))],
            "unlinkat" => [new Removed(At(a[0], a[1]))],
            "mkdir" => [new FolderMade(At("", a[0]))],
            "mkdirat" => [new FolderMade(At(a[0], a[1]))],
            "symlink" => [new LinkMade(At("", a[1]), TracedText.Text(a[0]))],
            "symlinkat" => [new LinkMade(At(a[1], a[2]), TracedText.Text(a[0]))],
            "sync_file_range" => [],        // promises nothing (its man page says so)
            _ when !IsBelow(Of(a[0]), root) => [],
            _ => throw new NotSupportedException($"{call.Name}({string.Join(", ", a.Select(text => text[..Math.Min(text.Length, 60)]))}) is not understood"),
        };
    }

    private static IEnumerable<DiskCall> Opens(TracedCall call)
    {
        string flags = call.Name == "creat" ? "O_CREAT|O_TRUNC" : call.Arguments[call.Name == "open" ? 1 : 2];
        bool creates = flags.Contains("O_CREAT", StringComparison.Ordinal), truncates = flags.Contains("O_TRUNC", StringComparison.Ordinal);
        return creates || truncates ? [new Opened(call.OpenedPath, creates, flags.Contains("O_EXCL", StringComparison.Ordinal), truncates)] : [];
    }

    private static bool Touches(DiskCall call, string root) => call switch
    {
        Opened to => IsBelow(to.Path, root),
        Written to => IsBelow(to.Path, root),
        LengthSet to => IsBelow(to.Path, root),
        FolderMade to => IsBelow(to.Path, root),
        LinkMade to => IsBelow(to.Path, root),
        Removed to => IsBelow(to.Path, root),
        Renamed both => IsBelow(both.From, root) || IsBelow(both.To, root),
        NameAdded both => IsBelow(both.To, root),
        _ => true,
    };

    private static bool IsBelow(string path, string root) => path.StartsWith(root + "/", StringComparison.Ordinal) || path == root;

    private static string Of(string descriptor) => TracedText.PathOf(descriptor);

    private static string At(string folder, string name) => Path.GetFullPath(TracedText.Text(name), TracedText.PathOf(folder) is { Length: > 0 } at ? at : "/");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Cut(byte[] data, long length) => data.Length == length ? data
        : data.Length > length ? data[..(int)length] : throw new FormatException($"{length} bytes were written and {data.Length} seen");

    // [{iov_base="...", iov_len=3}, ...]
    private static byte[] Vectors(string list) =>
    [
        .. TracedText.Split(list[1..^1]).SelectMany(vector => TracedText.Bytes(TracedText.Split(vector[1..^1])[0]["iov_base=".Length..])),
    ];
}
