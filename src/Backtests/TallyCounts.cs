namespace CxOrchestrator.Backtests;

/// <summary>What the policies in focus did on a day.</summary>
internal readonly record struct DayCounts
{
    public long ReachedBefore { get; init; }

    public long ReachedAfter { get; init; }

    public long ActionsBefore { get; init; }

    public long ActionsAfter { get; init; }

    public long HeldAfter { get; init; }

    /// <summary>One action; the first of a customer on the day reaches them.</summary>
    public static DayCounts Action(bool after, bool first) => after
        ? new() { ActionsAfter = 1, ReachedAfter = first ? 1 : 0 }
        : new() { ActionsBefore = 1, ReachedBefore = first ? 1 : 0 };

    public DayCounts Plus(DayCounts more) => new()
    {
        ReachedBefore = ReachedBefore + more.ReachedBefore,
        ReachedAfter = ReachedAfter + more.ReachedAfter,
        ActionsBefore = ActionsBefore + more.ActionsBefore,
        ActionsAfter = ActionsAfter + more.ActionsAfter,
        HeldAfter = HeldAfter + more.HeldAfter,
    };
}

/// <summary>What a policy did.</summary>
internal readonly record struct PolicyCounts
{
    public long FiredBefore { get; init; }

    public long FiredAfter { get; init; }

    public long ActionsBefore { get; init; }

    public long ActionsAfter { get; init; }

    public long ReachedBefore { get; init; }

    public long ReachedAfter { get; init; }

    public static PolicyCounts Fired(bool after) => after ? new() { FiredAfter = 1 } : new() { FiredBefore = 1 };

    /// <summary>One action; the first of a customer reaches them.</summary>
    public static PolicyCounts Action(bool after, bool first) => after
        ? new() { ActionsAfter = 1, ReachedAfter = first ? 1 : 0 }
        : new() { ActionsBefore = 1, ReachedBefore = first ? 1 : 0 };

    public PolicyCounts Plus(PolicyCounts more) => new()
    {
        FiredBefore = FiredBefore + more.FiredBefore,
        FiredAfter = FiredAfter + more.FiredAfter,
        ActionsBefore = ActionsBefore + more.ActionsBefore,
        ActionsAfter = ActionsAfter + more.ActionsAfter,
        ReachedBefore = ReachedBefore + more.ReachedBefore,
        ReachedAfter = ReachedAfter + more.ReachedAfter,
    };
}
