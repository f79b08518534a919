namespace CxOrchestrator.FaultySilo;

/// <summary>What is to go wrong in this silo.</summary>
internal sealed class FaultOptions
{
    public const string Section = "Faults";

    /// <summary>Where the process kills itself. Default: nowhere.</summary>
    public KillAt? KillAt { get; set; }

    /// <summary>It kills itself when this many have passed that point: touchpoints, sends or stored positions. Default: 1.</summary>
    public int After { get; set; } = 1;

    /// <summary>How far its clock is ahead of the true one; negative: behind. Default: 0.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>A promise that it breaks. Default: none.</summary>
    public BrokenMode? Broken { get; set; }

    /// <summary>Of how many touchpoints it drops one, where that is the promise it breaks. Default: 10,000.</summary>
    public int DropOneIn { get; set; } = 10_000;

    /// <summary>Where it listens for other silos, while they are told <c>Cluster:SiloPort</c>: something stands in between. Default: there too.</summary>
    public int? ListenPort { get; set; }
}

/// <summary>Moments in a touchpoint's way at which a process may die.</summary>
internal enum KillAt
{
    /// <summary>Read from the log, not yet given to its customer.</summary>
    BeforeCall,

    /// <summary>Decided by its customer, not yet written.</summary>
    InsideGrain,

    /// <summary>Written, and nobody told.</summary>
    AfterCommit,

    /// <summary>Applied, and its position in the log not stored.</summary>
    BeforeOffsetStored,

    /// <summary>Its action taken by the receiver, and that not stored.</summary>
    AfterSend,
}

/// <summary>Promises that can be broken on purpose, to see that it is noticed.</summary>
internal enum BrokenMode
{
    /// <summary>Positions are stored before what they stand for is written.</summary>
    OffsetBeforeCommit,

    /// <summary>What was applied before is applied again.</summary>
    SkipDedupe,

    /// <summary>Actions are sent before they are stored.</summary>
    SendBeforeCommit,

    /// <summary>One touchpoint in many is passed over.</summary>
    DropSome,
}
