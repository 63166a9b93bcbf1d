using System.Globalization;
using Fleet.Linux;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>
/// What a helper with the host's privileges does, in a mount namespace of its own that vanishes with it: makes the mounts that a
/// container with its own user namespace may not make (overlay, which keeps its marks in trusted xattrs) or reach (folders of root
/// alone), and leaves them behind as detached trees. Layers and volumes are shown through the user namespace: what is root's on disk
/// is root's inside. What the container writes to its own layer belongs on disk to the uid that its root is on the host.
/// </summary>
internal static unsafe class TreeSteps
{
    private const int Einval = 22;

    /// <param name="plan">Config and folder; its calls are those of the helper.</param>
    /// <param name="userNs">Descriptor of a user namespace with the container's maps.</param>
    /// <param name="trees">By index of the mount, the descriptor numbers to leave the trees at.</param>
    internal static void Write(PlanWriter plan, int userNs, PreparedTrees trees)
    {
        ChildStart.TieToShim(plan.Calls);
        plan.Calls.Step("keep the helper's mounts to itself").Add(Nr.Mount, 0, plan.Text("/"), 0, Ms.Recursive | Ms.Private);
        for (int i = 0; i < plan.Config.Mounts.Count; i++)
        {
            if (trees.Find(i) is int number and >= 0)
            {
                MountPlan mount = plan.Config.Mounts[i];
                plan.Calls.Step($"prepare {mount.Type} {mount.Source} for {mount.Target}");
                if (mount.Type is MountPlan.Bind or MountPlan.RecursiveBind)
                {
                    Bind(plan, mount, userNs, number);
                }
                else
                {
                    Root(plan, mount, userNs, number);
                }
            }
        }
    }

    /// <summary>These are the privileged side's: the root and all binds.</summary>
    internal static bool Concerns(MountPlan mount) =>
        mount.Type is MountPlan.Bind or MountPlan.RecursiveBind || Target.Parts(mount.Target).Length == 0;

    private static void Bind(PlanWriter plan, MountPlan mount, int userNs, int number)
    {
        string source = plan.Absolute(mount.Source);
        bool recursive = mount.Type == MountPlan.RecursiveBind;
        long* copy = plan.Memory.Slot();
        BindSteps.Copy(plan.Calls, plan.Text(source), recursive, copy);
        if (mount.IdMapped)
        {
            CallRef mapped = Map(plan, copy, userNs, recursive);
            if (source.StartsWith(plan.Folder + "/", StringComparison.Ordinal))
            {
                // hosts, resolv.conf and their like on a tmpfs before Linux 6.3, which cannot: readable all the same.
                mapped.Accept(Einval);
            }
        }

        Keep(plan, copy, number);
    }

    private static void Root(PlanWriter plan, MountPlan mount, int userNs, int number)
    {
        string place = plan.Absolute(ShimFolder.RootMountPoint);
        plan.Calls.Add(Nr.Mount, plan.Text("tmpfs"), plan.Text(place), plan.Text("tmpfs"), 0, plan.Text("size=4m,mode=700"));
        plan.Calls.Add(Nr.MkdirAt, At.CurrentFolder, plan.Text($"{place}/root"), 0x1ed);
        MountPlan made = mount.Type == MountPlan.Overlay ? Overlay(plan, mount, userNs, place) : mount;
        RootSteps.FileSystem(plan.Calls, plan.Memory, made, made.WorkingFolder, $"{place}/root");
        long* copy = plan.Memory.Slot();
        BindSteps.Copy(plan.Calls, plan.Text($"{place}/root"), recursive: false, copy);
        Keep(plan, copy, number);
    }

    // A detached layer is no layer to overlay before Linux 6.15: so they are put in place, under names of one to three digits.
    private static MountPlan Overlay(PlanWriter plan, MountPlan mount, int userNs, string place)
    {
        OverlayOptions options = OverlayOptions.Parse(mount.Data);
        string folder = plan.Absolute(mount.WorkingFolder);
        var names = new List<string>();
        foreach (string lower in options.Lowers)
        {
            string name = names.Count.ToString(CultureInfo.InvariantCulture);
            string layer = Absolute(folder, lower);
            names.Add(name);
            long* copy = plan.Memory.Slot();
            plan.Calls.Step($"show the layer {layer} through the user namespace");
            plan.Calls.Add(Nr.MkdirAt, At.CurrentFolder, plan.Text($"{place}/{name}"), 0x1ed);
            BindSteps.Copy(plan.Calls, plan.Text(layer), recursive: false, copy);
            if (mount.IdMapped)
            {
                Map(plan, copy, userNs, recursive: false);
            }

            plan.Calls.Add(Nr.MoveMount, 0, plan.Text(""), At.CurrentFolder, plan.Text($"{place}/{name}"), At.MoveFromEmptyPath).From(0, copy);
            Target.Close(plan, copy);
        }

        plan.Calls.Step("mount the root (overlay through the user namespace)");
        string upper = options.Upper.Length > 0 ? Absolute(folder, options.Upper) : "", work = options.Work.Length > 0 ? Absolute(folder, options.Work) : "";
        return mount with { WorkingFolder = place, Data = options.With(string.Join(':', names), upper, work) };
    }

    internal static string Absolute(string folder, string path) => path.StartsWith('/') ? path : $"{folder}/{path}";

    private static CallRef Map(PlanWriter plan, long* mount, int userNs, bool recursive) =>
        plan.Calls.Add(
            Nr.MountSetattr, 0, plan.Text(""), At.EmptyPath | (recursive ? At.Recursive : 0),
            plan.Attributes(MountAttribute.IdMap, userNsFd: (ulong)userNs), sizeof(MountAttr)).From(0, mount);

    private static void Keep(PlanWriter plan, long* copy, int number)
    {
        plan.Calls.Add(Nr.Dup3, 0, number, 0x80000 /* O_CLOEXEC */).From(0, copy);
        Target.Close(plan, copy);
    }
}
