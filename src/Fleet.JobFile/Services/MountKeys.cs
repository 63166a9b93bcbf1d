using Fleet.JobFile.Reading;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Services;

/// <summary><c>volumes</c> in its short and long form, and <c>tmpfs</c>.</summary>
internal static class MountKeys
{
    public static IEnumerable<MountSpec> Read(Field? volumes, Field? tmpfs)
    {
        foreach (Field item in volumes?.Items() ?? [])
        {
            if ((item.IsMap ? Long(item.Map()!, item) : Short(item)) is MountSpec mount)
            {
                yield return mount;
            }
        }

        foreach (Field item in tmpfs?.ItemsOrOne() ?? [])
        {
            if (Tmpfs(item) is MountSpec mount)
            {
                yield return mount;
            }
        }
    }

    private static MountSpec? Short(Field item)
    {
        if (item.Text() is not string text)
        {
            return null;
        }

        _ = MountText.TryParse(text, item.Caller.Resolve, out MountSpec? mount, out string? fault);
        item.FaultIf(fault);
        return mount;
    }

    private static MountSpec? Long(Fields fields, Field item)
    {
        MountType? type = fields.Take("type")?.Choice(("bind", MountType.Bind), ("volume", MountType.Volume), ("tmpfs", MountType.Tmpfs));
        string? source = fields.Take("source")?.Text();
        string? target = fields.Take("target")?.Text();
        bool readOnly = fields.Take("read_only")?.Flag() ?? false;
        bool noCopy = VolumeOptions(fields.Take("volume")?.Map());
        long size = TmpfsOptions(fields.Take("tmpfs")?.Map());
        BindOptions(fields.Take("bind")?.Map());
        fields.RefuseOthers(NotYet.VolumeMount);
        string? fault = type is null ? "lacks 'type' (bind, volume or tmpfs)"
            : target is null ? "lacks 'target', an absolute path in the container"
            : type == MountType.Bind && source is null ? "a bind lacks 'source', a path of the node"
            : MountText.TargetFault(target);
        item.FaultIf(fault);
        if (fault is not null)
        {
            return null;
        }

        string from = type == MountType.Bind ? item.Caller.Resolve(source!) : source ?? "";
        return new MountSpec(type!.Value, from, target!, readOnly) { NoCopy = noCopy, TmpfsBytes = size };
    }

    private static bool VolumeOptions(Fields? options)
    {
        bool noCopy = options?.Take("nocopy")?.Flag() ?? false;
        options?.RefuseOthers(new Dictionary<string, string> { ["subpath"] = "", ["labels"] = "" });
        return noCopy;
    }

    private static long TmpfsOptions(Fields? options)
    {
        long size = options?.Take("size")?.Bytes() ?? 0;
        options?.RefuseOthers(new Dictionary<string, string> { ["mode"] = "" });
        return size;
    }

    private static void BindOptions(Fields? options)
    {
        // A missing source folder is made, as docker does with -v; the other wish needs the node's answer.
        Field? create = options?.Take("create_host_path");
        create?.FaultIf(create.Flag() == false ? "false is not supported yet (remove it)" : null);
        options?.RefuseOthers(NotYet.Bind);
    }

    private static MountSpec? Tmpfs(Field item)
    {
        if (item.Text() is not string text)
        {
            return null;
        }

        string[] parts = text.Split(':', 2);
        long bytes = 0;
        string? fault = MountText.TargetFault(parts[0]);
        foreach (string option in parts.Length == 1 ? [] : parts[1].Split(','))
        {
            bool sized = option.StartsWith("size=", StringComparison.Ordinal);
            string? wrong = null;
            _ = sized && ByteSize.TryParse(option[5..], out bytes, out wrong);
            fault ??= sized ? wrong : $"'{text}': the option '{option}' is not supported yet (known is size=64m)";
        }

        item.FaultIf(fault);
        return fault is null ? new MountSpec(MountType.Tmpfs, "", parts[0]) { TmpfsBytes = bytes } : null;
    }
}
