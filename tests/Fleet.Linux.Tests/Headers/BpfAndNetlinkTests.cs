using System.Reflection;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Cgroups.V2;
using Fleet.Linux.Network;

namespace Fleet.Linux.Tests.Headers;

/// <summary>The numbers of bpf(2) and rtnetlink(7) that Fleet writes, against this machine's headers.</summary>
public sealed class BpfAndNetlinkTests
{
    [SkippableFact]
    public void Every_netlink_number_is_the_headers()
    {
        Skip.IfNot(CHeaders.Available, CHeaders.Missing);
        FieldInfo[] fields = typeof(NetlinkNumbers).GetFields(BindingFlags.Static | BindingFlags.Public);
        Dictionary<string, long> values = CHeaders.Evaluate(
            ["sys/socket.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/if_link.h", "linux/if_addr.h", "linux/veth.h", "linux/if.h"],
            fields.Select(field => field.Name));
        Assert.NotEmpty(fields);
        Assert.All(fields, field => Assert.Equal((field.Name, values[field.Name]), (field.Name, Convert.ToInt64(field.GetRawConstantValue()))));
    }

    [SkippableFact]
    public void Commands_and_layout_of_bpf_are_the_headers()
    {
        Skip.IfNot(CHeaders.Available, CHeaders.Missing);
        (string Expression, long Value)[] expected =
        [
            ("BPF_PROG_LOAD", Bpf.Load), ("BPF_PROG_ATTACH", Bpf.Attach), ("BPF_PROG_DETACH", Bpf.Detach),
            ("BPF_PROG_GET_FD_BY_ID", Bpf.FdById), ("BPF_PROG_QUERY", Bpf.Query),
            ("BPF_PROG_TYPE_CGROUP_DEVICE", Bpf.CgroupDeviceProgram), ("BPF_CGROUP_DEVICE", Bpf.CgroupDeviceAttachment),
            ("BPF_F_ALLOW_MULTI", Bpf.AllowMulti),
            ("BPF_DEVCG_ACC_MKNOD", (long)DeviceAccess.Mknod), ("BPF_DEVCG_ACC_READ", (long)DeviceAccess.Read), ("BPF_DEVCG_ACC_WRITE", (long)DeviceAccess.Write),
            ("sizeof(struct bpf_insn)", DeviceProgram.InstructionSize),

            // Where Bpf.cs writes.
            ("offsetof(union bpf_attr, insn_cnt)", 4), ("offsetof(union bpf_attr, insns)", 8), ("offsetof(union bpf_attr, license)", 16),
            ("offsetof(union bpf_attr, log_level)", 24), ("offsetof(union bpf_attr, log_size)", 28), ("offsetof(union bpf_attr, log_buf)", 32),
            ("offsetof(union bpf_attr, attach_bpf_fd)", 4), ("offsetof(union bpf_attr, attach_type)", 8), ("offsetof(union bpf_attr, attach_flags)", 12),
            ("offsetof(union bpf_attr, query.attach_type)", 4), ("offsetof(union bpf_attr, query.prog_ids)", 16),
            ("offsetof(union bpf_attr, query.prog_cnt)", 24),
            ("offsetof(struct bpf_cgroup_dev_ctx, major)", 4), ("offsetof(struct bpf_cgroup_dev_ctx, minor)", 8),
        ];
        Dictionary<string, long> values = CHeaders.Evaluate(["linux/bpf.h"], expected.Select(pair => pair.Expression));
        Assert.All(expected, pair => Assert.Equal((pair.Expression, values[pair.Expression]), pair));
    }
}
