using System.Collections.Immutable;
using System.Text;
using Fleet.Journal.Raft.Storage;

namespace Fleet.Journal.Raft.Members;

/// <summary>
/// Who a journal folder is. A member that lost its folder has forgotten what it voted for and vouched for, and must not take part as
/// if it had not: so a folder has an id, and knows whether it has been let in.
/// </summary>
/// <param name="Folder">Drawn when the folder was made.</param>
/// <param name="IsMember">It takes part.</param>
/// <param name="FoundedWith">The folders that were there, all of them new, when the cluster began; empty for one that came back later.</param>
internal sealed record Identity(Guid Folder, string Members, bool IsMember, ImmutableArray<Guid> FoundedWith)
{
    private const string Name = "member", New = "new-member", Head = "fleet raft journal 1";

    /// <summary>What the folder says of itself; a new one is told its id.</summary>
    /// <exception cref="InvalidDataException">The folder is of other members, or damaged.</exception>
    public static Identity Of(IDisk disk, string members)
    {
        if (!disk.List().Contains(Name))
        {
            var made = new Identity(Guid.NewGuid(), members, false, []);
            made.Write(disk);
            return made;
        }
        string[] lines = Encoding.UTF8.GetString(disk.Read(Name, 0, 1 << 20)).Split('\n');
        if (lines.Length < 5 || lines[0] != Head) throw new InvalidDataException($"{Name} is damaged, or of another version of Fleet");
        if (lines[2] != members) throw new InvalidDataException($"it belongs to the control hosts {lines[2]}, and the configuration names {members}");
        return new Identity(Guid.Parse(lines[1]), lines[2], lines[3] == "member",
            [.. lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)]);
    }

    /// <summary>On the disk when it returns.</summary>
    public Identity Admitted(IDisk disk, ImmutableArray<Guid> foundedWith)
    {
        var admitted = this with { IsMember = true, FoundedWith = foundedWith };
        admitted.Write(disk);
        return admitted;
    }

    private void Write(IDisk disk)
    {
        using (var file = disk.Open(New))
        {
            file.CutTo(0);
            file.Write(Encoding.UTF8.GetBytes($"{Head}\n{Folder}\n{Members}\n{(IsMember ? "member" : "new")}\n{string.Join(' ', FoundedWith)}\n"));
            file.Sync();
        }
        disk.Rename(New, Name);
        disk.SyncFolder();
    }
}
