namespace Fleet.Containers.Plan;

/// <summary>mount(8)'s words as mount(2)'s numbers; what is no word of the kernel's is for the file system.</summary>
/// <param name="Flags">MS_*.</param>
/// <param name="Data">The rest, joined by commas.</param>
/// <param name="Bind">A bind, with what is mounted below (<c>rbind</c>) or without; null for none.</param>
/// <param name="Propagation">MS_PRIVATE and so on; 0 not said.</param>
/// <param name="IdMapped">Said by <c>idmap</c>, <c>ridmap</c> (as the runtime specification has them) or <c>noidmap</c>; null for neither.</param>
internal sealed record MountOptions(uint Flags, string Data, BindKind? Bind, uint Propagation, bool? IdMapped = null)
{
    /// <summary>The flags are for what is mounted below as well: not with <c>ro</c> unless <c>rro</c> is said (runtime-spec config.md, "Mounts").</summary>
    public bool HoldBelow { get; init; } = true;

    public const uint ReadOnly = 1, NoSuid = 2, NoDev = 4, NoExec = 8;
    private const uint Recursive = 1 << 14, Unbindable = 1 << 17, Private = 1 << 18, Slave = 1 << 19, Shared = 1 << 20;

    /// <summary>Word, flag, and whether the word sets it or takes it away (linux/mount.h).</summary>
    private static readonly Dictionary<string, (uint Flag, bool Set)> Words = new()
    {
        ["defaults"] = (0, true),
        ["ro"] = (ReadOnly, true), ["rw"] = (ReadOnly, false), ["rro"] = (ReadOnly, true),
        ["nosuid"] = (NoSuid, true), ["suid"] = (NoSuid, false),
        ["nodev"] = (NoDev, true), ["dev"] = (NoDev, false),
        ["noexec"] = (NoExec, true), ["exec"] = (NoExec, false),
        ["sync"] = (16, true), ["async"] = (16, false),
        ["dirsync"] = (128, true),
        ["nosymfollow"] = (256, true),
        ["noatime"] = (1024, true), ["atime"] = (1024, false),
        ["nodiratime"] = (2048, true), ["diratime"] = (2048, false),
        ["relatime"] = (1 << 21, true), ["norelatime"] = (1 << 21, false),
        ["strictatime"] = (1 << 24, true), ["nostrictatime"] = (1 << 24, false),
    };

    private static readonly Dictionary<string, uint> Propagations = new()
    {
        ["private"] = Private, ["rprivate"] = Private | Recursive,
        ["slave"] = Slave, ["rslave"] = Slave | Recursive,
        ["shared"] = Shared, ["rshared"] = Shared | Recursive,
        ["unbindable"] = Unbindable, ["runbindable"] = Unbindable | Recursive,
    };

    public static MountOptions Of(IReadOnlyList<string> options)
    {
        uint flags = 0, propagation = 0;
        BindKind? bind = null;
        bool? mapped = null;
        var data = new List<string>();
        foreach (string option in options)
        {
            if (option is "bind" or "rbind")
            {
                bind = option == "rbind" ? BindKind.WithSubmounts : BindKind.Alone;
            }
            else if (option is "idmap" or "ridmap" or "noidmap")
            {
                mapped = option != "noidmap";
            }
            else if (Words.TryGetValue(option, out (uint Flag, bool Set) word))
            {
                flags = word.Set ? flags | word.Flag : flags & ~word.Flag;
            }
            else if (Propagations.TryGetValue(option, out uint spread))
            {
                propagation = spread;
            }
            else
            {
                data.Add(option);
            }
        }

        return new MountOptions(flags, string.Join(',', data), bind, propagation, mapped) { HoldBelow = !options.Contains("ro") || options.Contains("rro") };
    }
}

internal enum BindKind
{
    Alone,
    WithSubmounts,
}
