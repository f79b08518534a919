namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>What a cluster is made of.</summary>
internal sealed record BedPlan
{
    /// <summary>Silos that are there from the beginning.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>The gateway is there from the beginning; else the test starts it.</summary>
    public bool Gateway { get; init; } = true;

    public int Partitions { get; init; } = 8;

    /// <summary>The published documents, made for the address of a webhook.</summary>
    public required Func<string, string> Documents { get; init; }

    /// <summary>Silos reach the database through a proxy.</summary>
    public bool DatabaseBehindProxy { get; init; }

    /// <summary>Where the database's data goes; null: a temporary folder.</summary>
    public DirectoryInfo? DatabaseFolder { get; init; }

    /// <summary>Further settings of every silo and gateway.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
