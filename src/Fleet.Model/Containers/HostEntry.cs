namespace Fleet.Model;

/// <summary>A line of /etc/hosts (hosts(5)).</summary>
public sealed record HostEntry(string Name, string Address);
