namespace Fleet.Linux.Mounts;

/// <summary>MS_* of mount(2) (sys/mount.h).</summary>
public static class Ms
{
    public const uint ReadOnly = 1, NoSuid = 2, NoDev = 4, NoExec = 8, Remount = 32, NoAtime = 1024, NoDirAtime = 2048;
    public const uint Bind = 4096, Recursive = 16384, Unbindable = 1 << 17, Private = 1 << 18, Slave = 1 << 19, Shared = 1 << 20;
    public const uint RelAtime = 1 << 21, StrictAtime = 1 << 24, NoSymFollow = 256;
}

/// <summary>MOUNT_ATTR_* of mount_setattr(2) (linux/mount.h).</summary>
public static class MountAttribute
{
    public const ulong ReadOnly = 1, NoSuid = 2, NoDev = 4, NoExec = 8, NoAtime = 0x10, StrictAtime = 0x20, AtimeMask = 0x70;
    public const ulong NoDirAtime = 0x80, IdMap = 0x100000, NoSymFollow = 0x200000;

    /// <summary>The attributes that a bind's MS_* flags ask for, and those to clear first.</summary>
    public static (ulong Set, ulong Clear) FromMountFlags(uint flags)
    {
        ulong set = flags & (Ms.ReadOnly | Ms.NoSuid | Ms.NoDev | Ms.NoExec);
        set |= (flags & Ms.NoDirAtime) != 0 ? NoDirAtime : 0;
        set |= (flags & Ms.NoSymFollow) != 0 ? NoSymFollow : 0;
        ulong atime = (flags & Ms.NoAtime) != 0 ? NoAtime : (flags & Ms.StrictAtime) != 0 ? StrictAtime : 0;
        return (set | atime, (flags & (Ms.NoAtime | Ms.StrictAtime | Ms.RelAtime)) != 0 ? AtimeMask : 0);
    }
}

/// <summary>Flags of open_tree(2), move_mount(2) and umount2(2), and of the calls that take a folder and a name.</summary>
public static class At
{
    public const int CurrentFolder = -100, EmptyPath = 0x1000, Recursive = 0x8000, SymlinkNoFollow = 0x100;
    public const int OpenTreeClone = 1, OpenTreeCloseOnExec = 0x80000;
    public const int MoveFromEmptyPath = 4, MoveToEmptyPath = 0x40;
    public const int Detach = 2;
}
