using System.Collections.Immutable;
using Fleet.Images.Manifests;

namespace Fleet.Images.Store;

/// <summary>How a store talks to registries and peers.</summary>
public sealed record ImageStoreOptions
{
    /// <summary>HOST[:PORT] that are spoken to in plain HTTP. Loopback hosts need no entry.</summary>
    public ImmutableArray<string> PlainHttpHosts { get; init; } = [];

    /// <summary>HOST[:PORT] asked for names that hold no registry; empty: such names are never pulled.</summary>
    public string DefaultRegistry { get; init; } = "";

    /// <summary>User and password by HOST[:PORT].</summary>
    public ImmutableDictionary<string, RegistryLogin> Logins { get; init; } = ImmutableDictionary<string, RegistryLogin>.Empty;

    /// <summary>What an index is searched for.</summary>
    public Platform Platform { get; init; } = Platform.OfThisMachine;

    /// <summary>Layers that are fetched at a time.</summary>
    public int ParallelDownloads { get; init; } = 4;

    /// <summary>Layers that are unpacked at a time.</summary>
    public int ParallelUnpacks { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Attempts per blob, each going on where the last one broke off.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; doubles with each further one.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a registry or peer may send nothing at all.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whose time the records bear, and by which retries wait.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

public sealed record RegistryLogin(string User, string Password);
