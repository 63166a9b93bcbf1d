namespace Fleet.Api.Contracts.Containers;

/// <summary>A process of a container, with the node's numbers.</summary>
/// <param name="User">Its uid on the node.</param>
/// <param name="State">R running, S sleeping, D waiting for the kernel, T stopped, Z ended and not waited for.</param>
/// <param name="Terminal">Empty for none.</param>
/// <param name="CpuSeconds">In user and kernel mode.</param>
/// <param name="AgeSeconds">Since its start.</param>
/// <param name="Command">Its arguments, joined by blanks.</param>
public sealed record ProcessInfo(
    int Pid, int Parent, uint User, string State, int Nice, string Terminal, double CpuSeconds, double AgeSeconds,
    long VirtualBytes, long ResidentBytes, string Name, string Command);
