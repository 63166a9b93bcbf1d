using System.Collections.Frozen;

namespace Fleet.JobFile.Services;

/// <summary>Keys of the Compose specification that Fleet knows and does not do yet, with what to do instead where there is something.</summary>
internal static class NotYet
{
    private const string NeedsBridge = "needs bridge networking, which this version lacks";

    public static readonly FrozenDictionary<string, string> Top = Keys(
        ("configs", ""), ("include", ""), ("models", ""), ("secrets", ""), ("networks", NeedsBridge));

    public static readonly FrozenDictionary<string, string> Service = Keys(
        ("annotations", ""), ("attach", ""), ("build", "build the image elsewhere and import it: fleet image import"),
        ("cgroup_parent", "set fleet.node.cgroup-parent in the agent's configuration"), ("configs", ""),
        ("container_name", "replicas are named JOB.SERVICE.INDEX; remove it"), ("cpu_count", ""), ("cpu_percent", ""), ("cpu_period", "use cpus"),
        ("cpu_quota", "use cpus"), ("cpu_rt_period", ""), ("cpu_rt_runtime", ""), ("credential_spec", ""), ("depends_on", ""), ("develop", ""),
        ("driver_opts", ""), ("expose", "remove it: it opens nothing"),
        ("extends", "use an anchor and '<<: *anchor'"), ("external_links", NeedsBridge), ("gpus", ""), ("healthcheck", ""),
        ("isolation", ""), ("label_file", "use labels"), ("links", NeedsBridge), ("mac_address", NeedsBridge), ("mem_swappiness", ""), ("models", ""),
        ("networks", NeedsBridge), ("oom_kill_disable", ""), ("platform", "use deploy.placement.constraints: node.platform.arch == ..."),
        ("post_start", ""), ("pre_stop", ""), ("profiles", ""), ("provider", ""), ("pull_policy", ""),
        ("pull_refresh_after", ""), ("runtime", ""), ("secrets", ""), ("storage_opt", ""), ("tty", ""),
        ("use_api_socket", ""), ("volumes_from", "name the volume in both services"));

    public static readonly FrozenDictionary<string, string> Deploy = Keys(
        ("endpoint_mode", NeedsBridge), ("rollback_config", ""), ("update_config", "an update stops the old replicas and starts the new ones"));

    public static readonly FrozenDictionary<string, string> Placement = Keys(("max_replicas_per_node", ""), ("preferences", ""));

    public static readonly FrozenDictionary<string, string> Reservations = Keys(("devices", ""), ("generic_resources", ""));

    public static readonly FrozenDictionary<string, string> VolumeMount = Keys(("consistency", "it says nothing on Linux; remove it"), ("image", ""), ("cluster", ""));

    public static readonly FrozenDictionary<string, string> Bind = Keys(("selinux", "there is no SELinux to relabel for; remove it"));

    public static readonly FrozenDictionary<string, string> Volume = Keys(
        ("driver_opts", ""), ("external", "a volume is made where its task runs; remove it"), ("labels", ""), ("name", "use the name itself under volumes"));

    public static readonly FrozenDictionary<string, string> None = Keys();

    private static FrozenDictionary<string, string> Keys(params (string Key, string Instead)[] keys) =>
        keys.ToFrozenDictionary(key => key.Key, key => key.Instead, StringComparer.Ordinal);
}
