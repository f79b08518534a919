using CxOrchestrator.Api.Mailbox;

namespace CxOrchestrator.Api.Operations;

/// <summary><c>GET /v1/ledger</c>: received = applied + duplicate + rejected + erased + waiting, in all and per source.</summary>
public sealed record LedgerView
{
    public required long Received { get; init; }

    public required long Applied { get; init; }

    public required long Duplicate { get; init; }

    public required long Rejected { get; init; }

    /// <summary>Came in after their customer was erased; not kept.</summary>
    public required long Erased { get; init; }

    public required long Waiting { get; init; }

    /// <summary>Records that the log holds and that no reader has read yet. Their source is not known, so no line of <see cref="Sources"/> counts them; <see cref="Received"/> and <see cref="Waiting"/> do.</summary>
    public long Unread { get; init; }

    /// <summary>Identities used again: duplicates whose content differed from what was applied, and touchpoints applied although another customer has one of the same identity.</summary>
    public required long Conflicting { get; init; }

    /// <summary>The ledger's waiting agrees with what waits in the log: where the log is Kafka, no more wait than it holds. Between two commits they may differ for a moment.</summary>
    public required bool Balanced { get; init; }

    /// <summary>Records that wait in the log, counted there.</summary>
    public required long LogWaiting { get; init; }

    public required IReadOnlyList<LedgerSourceView> Sources { get; init; }

    /// <summary>Where more sources sent something than the ledger names: how many it names, what the others are counted as, and the cure. Null: all are named.</summary>
    public string? SourcesNotice { get; init; }
}

public sealed record LedgerSourceView
{
    public required string Source { get; init; }

    public required long Received { get; init; }

    public required long Applied { get; init; }

    public required long Duplicate { get; init; }

    public required long Rejected { get; init; }

    public required long Erased { get; init; }

    public required long Waiting { get; init; }

    public required long Conflicting { get; init; }

    public DateTimeOffset? LastReceivedAt { get; init; }
}

/// <summary>An item of <c>GET /v1/dead-letters</c>, newest first.</summary>
public sealed record DeadLetterView
{
    public required long Id { get; init; }

    public required string Source { get; init; }

    public string? Customer { get; init; }

    /// <summary>unreadable, faulted, timer.</summary>
    public required string Reason { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Detail { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>The original bytes as text where they are UTF-8, truncated to 64 KiB and omitted in lists; <c>GET /v1/dead-letters/{id}/body</c> gives them all.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }

    public required long Bytes { get; init; }
}

/// <summary><c>GET /health/live</c> and <c>GET /health/ready</c>: 200 or 503.</summary>
public sealed record HealthView
{
    /// <summary>healthy, degraded, unhealthy.</summary>
    public required string Status { get; init; }

    public required IReadOnlyList<HealthCheckView> Checks { get; init; }
}

public sealed record HealthCheckView
{
    public required string Name { get; init; }

    public required string Status { get; init; }

    public string? Detail { get; init; }
}

/// <summary><c>GET /v1/status</c>: figures of the health page.</summary>
public sealed record StatusView
{
    public required string Product { get; init; }

    public required string Version { get; init; }

    /// <summary>embedded, cluster.</summary>
    public required string Mode { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset JourneyNow { get; init; }

    public required double JourneySpeed { get; init; }

    public required long Customers { get; init; }

    public required long AtRisk { get; init; }

    public required double TouchpointsPerSecond { get; init; }

    public required long LogWaiting { get; init; }

    /// <summary>Seconds the oldest waiting record has waited; null where none waits.</summary>
    public double? OldestWaitingSeconds { get; init; }

    public required long LogRows { get; init; }

    public required long StoreBytes { get; init; }

    public required long DeadLetters { get; init; }

    public required long DeadActions { get; init; }

    public required long ActionsWaiting { get; init; }

    public required long ActionsSending { get; init; }

    public required long TimersArmed { get; init; }

    public DateTimeOffset? NextTimerAt { get; init; }

    public required long Commits { get; init; }

    public required double CommitOperationsMean { get; init; }

    public required double CommitMillisecondsP95 { get; init; }

    public required long MemoryBytes { get; init; }

    public required int LiveConnections { get; init; }

    public required int DefinitionsVersion { get; init; }

    /// <summary>Of the gateway that answered; null: it has no mailbox.</summary>
    public MailboxStateView? Mailbox { get; init; }
}
