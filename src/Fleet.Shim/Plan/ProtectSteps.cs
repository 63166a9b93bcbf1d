using System.Text;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Plan;

/// <summary>After the pivot: kernel parameters, then what the container may not see or may not write.</summary>
internal static unsafe class ProtectSteps
{
    private const int Enoent = 2, Enotdir = 20, Einval = 22;

    internal static void Write(PlanWriter plan)
    {
        foreach ((string key, string value) in plan.Config.Sysctls)
        {
            Sysctl(plan, key, value);
        }

        foreach (string path in plan.Config.ReadOnlyPaths)
        {
            ReadOnly(plan, path);
        }

        foreach (string path in plan.Config.MaskedPaths)
        {
            Mask(plan, path);
        }
    }

    private static void Sysctl(PlanWriter plan, string key, string value)
    {
        long* file = plan.Memory.Slot();
        plan.Calls.Step($"set the kernel parameter {key} to {value}")
            .Add(Nr.OpenAt, At.CurrentFolder, plan.Text($"/proc/sys/{key.Replace('.', '/')}"), 1 /* O_WRONLY */).Into(file);
        plan.Calls.Add(Nr.Write, 0, plan.Text(value), Encoding.UTF8.GetByteCount(value)).From(0, file);
        Target.Close(plan, file);
    }

    private static void ReadOnly(PlanWriter plan, string path)
    {
        long* at = plan.Memory.Slot(), copy = plan.Memory.Slot();
        long empty = plan.Text("");
        CallRef open = Open(plan, $"make {path} read-only", path, at);
        plan.Calls.Add(Nr.OpenTree, 0, empty, At.OpenTreeClone | At.OpenTreeCloseOnExec | At.EmptyPath | At.Recursive).From(0, at).Into(copy);
        plan.Calls.Add(Nr.MountSetattr, 0, empty, At.EmptyPath | At.Recursive, plan.Attributes(MountAttribute.ReadOnly), sizeof(MountAttr)).From(0, copy);
        BindSteps.Attach(plan, copy, at);
        Target.Close(plan, copy);
        Target.Close(plan, at);
        open.OnAcceptedSkipToHere();
    }

    // /dev/null over a file; over a folder the kernel refuses that (EINVAL), and an empty read-only tmpfs takes its place.
    private static void Mask(PlanWriter plan, string path)
    {
        long* at = plan.Memory.Slot(), copy = plan.Memory.Slot();
        CallRef open = Open(plan, $"mask {path}", path, at);
        BindSteps.Copy(plan.Calls, plan.Text("/dev/null"), recursive: false, copy);
        CallRef attached = BindSteps.Attach(plan, copy, at).Accept(Einval, Enotdir);
        plan.Calls.Add(Nr.Fchdir).From(0, at);
        plan.Calls.Add(
            Nr.Mount, plan.Text("tmpfs"), plan.Text("."), plan.Text("tmpfs"), Ms.ReadOnly | Ms.NoSuid | Ms.NoDev | Ms.NoExec, plan.Text("size=0,nr_inodes=2,mode=555"));
        plan.Calls.Add(Nr.Chdir, plan.Text("/"));
        attached.OnSuccessSkipToHere();
        Target.Close(plan, copy);
        Target.Close(plan, at);
        open.OnAcceptedSkipToHere();
    }

    private static CallRef Open(PlanWriter plan, string step, string path, long* at) =>
        plan.Calls.Step(step)
            .Add(Nr.OpenAt2, At.CurrentFolder, plan.Text(path), plan.How(Resolving.NoSymlinks | Resolving.NoMagicLinks), sizeof(OpenHow))
            .Into(at).Accept(Enoent, Enotdir);
}
