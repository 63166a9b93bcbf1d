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
        MountSpec options = BindOptions(fields.Take("bind")?.Map(), TmpfsOptions(fields.Take("tmpfs")?.Map()));
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
        return options with { Type = type!.Value, Source = from, Target = target!, ReadOnly = readOnly, NoCopy = noCopy };
    }

    private static bool VolumeOptions(Fields? options)
    {
        bool noCopy = options?.Take("nocopy")?.Flag() ?? false;
        options?.RefuseOthers(new Dictionary<string, string> { ["subpath"] = "", ["labels"] = "" });
        return noCopy;
    }

    private static MountSpec TmpfsOptions(Fields? options)
    {
        long size = options?.Take("size")?.Bytes() ?? 0;
        int? mode = null;
        if (options?.Take("mode") is { } field && field.Text() is string text)
        {
            // Octal, as chmod(1) has it; YAML's own 0o755 as well.
            bool read = TmpfsText.TryParseMode(text.StartsWith("0o", StringComparison.Ordinal) ? text[2..] : text, out int value);
            field.FaultIf(read ? null : $"'{text}' is not a mode (octal, such as 1777)");
            mode = value;
        }

        options?.RefuseOthers();
        return new MountSpec(MountType.Tmpfs, "", "") { TmpfsBytes = size, TmpfsMode = mode };
    }

    private static MountSpec BindOptions(Fields? options, MountSpec mount)
    {
        // A missing source folder is made, as docker does with -v, unless the file says otherwise.
        bool create = options?.Take("create_host_path")?.Flag() ?? true;
        string propagation = options?.Take("propagation")?.Text() ?? "";
        BindDepth depth = options?.Take("recursive")?.Choice(
            ("enabled", BindDepth.Whole), ("readonly", BindDepth.Whole), ("writable", BindDepth.Writable), ("disabled", BindDepth.Alone)) ?? BindDepth.Whole;
        options?.RefuseOthers(NotYet.Bind);
        return mount with { MustExist = !create, Propagation = propagation, Depth = depth };
    }

    private static MountSpec? Tmpfs(Field item)
    {
        if (item.Text() is not string text)
        {
            return null;
        }

        _ = TmpfsText.TryParse(text, out MountSpec? mount, out string? fault);
        item.FaultIf(fault);
        return fault is null ? mount : null;
    }
}
