using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Plan;

/// <summary>
/// A place inside the container's root, found by openat2(2) with the root as "/": whatever links the image holds, it never
/// lies outside. What is missing on the way is made, each part by the same means.
/// </summary>
internal static unsafe class Target
{
    private const int Enoent = 2, Eexist = 17;
    private const ulong Inside = Resolving.InRoot | Resolving.NoMagicLinks;

    /// <summary>Adds the calls that put a descriptor of <paramref name="path"/> into <paramref name="slot"/>.</summary>
    /// <param name="plan">Its root is mounted.</param>
    /// <param name="path">Absolute, as the container sees it.</param>
    /// <param name="slot">Where the descriptor goes; to be closed by <see cref="Close"/>.</param>
    /// <param name="create">Make what is missing: folders 0755 root, and at the end a file if <paramref name="isFile"/>.</param>
    /// <param name="isFile">The end is a file.</param>
    /// <param name="links">Follow links (inside the root). Off for what the kernel's own file systems go on: runc's CVE-2019-19921.</param>
    internal static void Open(PlanWriter plan, string path, long* slot, bool create, bool isFile = false, bool links = true)
    {
        string[] parts = Parts(path);
        ulong resolve = links ? Inside : Inside | Resolving.NoSymlinks;
        CallRef first = OpenPart(plan, parts, parts.Length, resolve, slot);
        if (!create)
        {
            return;
        }

        first.Accept(Enoent);
        for (int i = 0; i < parts.Length; i++)
        {
            bool file = isFile && i == parts.Length - 1;
            long* parent = plan.Root;
            if (i > 0)
            {
                OpenPart(plan, parts, i, resolve, parent = plan.Memory.Slot());
            }

            (file ? plan.Calls.Add(Nr.MknodAt, 0, plan.Text(parts[i]), 0x8000 | 0x1a4 /* S_IFREG, 0644 */) : plan.Calls.Add(Nr.MkdirAt, 0, plan.Text(parts[i]), 0x1ed /* 0755 */))
                .From(0, parent).Accept(Eexist);
            if (i > 0)
            {
                Close(plan, parent);
            }
        }

        OpenPart(plan, parts, parts.Length, resolve, slot);
        first.OnSuccessSkipToHere();
    }

    internal static void Close(PlanWriter plan, long* slot) => plan.Calls.Add(Nr.Close).From(0, slot);

    /// <summary>The names of a path; ".." is refused, since what it means depends on links.</summary>
    internal static string[] Parts(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int kept = 0;
        foreach (string part in parts)
        {
            if (part == "..")
            {
                throw new KernelException("find", path, new Errno(22), "name the place in the container without ..");
            }

            if (part != ".")
            {
                parts[kept++] = part;
            }
        }

        return parts[..kept];
    }

    private static CallRef OpenPart(PlanWriter plan, string[] parts, int count, ulong resolve, long* slot) =>
        plan.Calls.Add(Nr.OpenAt2, 0, plan.Text(count == 0 ? "." : string.Join('/', parts, 0, count)), plan.How(resolve), sizeof(OpenHow))
            .From(0, plan.Root).Into(slot);
}
