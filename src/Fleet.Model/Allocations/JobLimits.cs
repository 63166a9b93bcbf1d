namespace Fleet.Model;

/// <summary>What all replicas of a job may use on one node together, by the job's newest version, whichever versions its tasks are of.</summary>
/// <param name="Version">Digest of that version.</param>
public sealed record JobLimits(string Job, string Version, ContainerLimits Limits);
