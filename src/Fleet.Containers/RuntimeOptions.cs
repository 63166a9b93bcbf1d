namespace Fleet.Containers;

/// <summary>Where one agent's containers live and what they are started with.</summary>
public sealed record RuntimeOptions
{
    /// <summary>
    /// Kept over reboots: a folder per container with its plan, log, exit record and the socket of its shim. Made when missing,
    /// root's alone. A path of any length.
    /// </summary>
    public required string StateFolder { get; init; }

    /// <summary>The shim program; null: <c>FLEET_SHIM</c>, else <c>fleet-shim</c> beside the agent's program or one folder above it.</summary>
    public string? ShimPath { get; init; }

    /// <summary>
    /// The cgroup below which containers are placed: <c>fleet</c>, or <c>fleet/lab-n1</c> for a lab node. Empty: where this machine
    /// wants them, which <see cref="ContainerRuntime.Options"/> then says.
    /// </summary>
    public string CgroupParent { get; init; } = "fleet";

    /// <summary>File with the boot's id; another one than at a container's start means that the machine went down in between.</summary>
    public string BootIdPath { get; init; } = "/proc/sys/kernel/random/boot_id";
}
