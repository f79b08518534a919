using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Dispatch;

public enum ActionStatus
{
    /// <summary>Stored; admission has not answered.</summary>
    Decided = 1,

    /// <summary>Admission said not now.</summary>
    Held = 2,

    /// <summary>May be sent, or is being sent.</summary>
    Admitted = 3,

    /// <summary>The channel took it.</summary>
    Delivered = 4,

    /// <summary>Admission said never.</summary>
    Refused = 5,

    /// <summary>Every attempt failed, or the channel will never take it.</summary>
    Dead = 6,

    /// <summary>It may have been sent, and nobody can tell; it is not sent again by itself.</summary>
    Unknown = 7,
}

/// <summary>An action in the outbox.</summary>
public sealed record OutboxItem
{
    public required CustomerKey Key { get; init; }

    public required DecidedAction Action { get; init; }

    public required ActionStatus Status { get; init; }

    /// <summary>When the status was reached, by the journey's clock.</summary>
    public required DateTimeOffset StatusAt { get; init; }

    /// <summary>What held or refused it.</summary>
    public HoldReason Reason { get; init; }

    /// <summary>The limit that held or refused it, in words; null where the reason says it all.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Held: when admission is asked again, by the journey's clock.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>Admitted: when it is tried next, by the system's clock.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What the last failed attempt said.</summary>
    public string? LastError { get; init; }

    /// <summary>Leased: the connection that an earlier owner of the lease was about to send it through and did not say what came of; null: none.</summary>
    public string? LeftBy { get; init; }
}

/// <summary>The outbox as the dispatcher uses it. Rows come into it with customers' commits only.</summary>
public interface IOutbox
{
    /// <summary>Actions of the share's customers to ask admission for: decided, or held until <paramref name="now"/> (journey's clock) or earlier; in the order (decided, id).</summary>
    Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes admitted actions due at <paramref name="now"/> (system's clock) for sending, promotions last; nobody else gets them before the lease ends. None while sending is stopped, and none of a policy that is stopped.</summary>
    Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken);

    /// <summary>Stores what came of sending; one whose lease went to another owner is passed over.</summary>
    Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>Dead messages and offers whose touchpoint (<c>delivery.failed</c>) is not in the log yet, oldest first; no test sends.</summary>
    Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Notes that the touchpoints of these actions are in the log.</summary>
    Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken);

    /// <summary>Puts a dead action, or one of which it is unknown whether it was sent, back among the admitted, its attempts at 0; false where it is neither.</summary>
    Task<bool> RetryAsync(string action, CancellationToken cancellationToken);
}

/// <summary>What came of one attempt.</summary>
public sealed record DeliveryOutcome
{
    public required string Action { get; init; }

    /// <summary>Delivered, Admitted (tried again at <see cref="NextAttemptAt"/>), Dead or Unknown.</summary>
    public required ActionStatus Status { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public string? Error { get; init; }

    /// <summary>It was not tried: the attempt does not count.</summary>
    public bool Postponed { get; init; }

    /// <summary>For a callback that was delivered: the case it opens, stored with the outcome.</summary>
    public NewCase? Case { get; init; }

    /// <summary>For a message that left through a connection: stored with the outcome.</summary>
    public NewDelivery? Delivery { get; init; }

    /// <summary>What came of a send that left through a connection is not known, and the next owner of the lease is to know that.</summary>
    public bool Uncertain { get; init; }
}

/// <summary>A case to open; its id is the action's.</summary>
public sealed record NewCase
{
    public required CustomerKey Key { get; init; }

    public required string Queue { get; init; }

    public required Rules.Policies.CasePriority Priority { get; init; }

    public required string Reason { get; init; }

    public required string Policy { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset DueAt { get; init; }
}

/// <summary>The global kill switch; admission reads it with every answer, and the outbox with every lease: a retry does not leave either.</summary>
public interface ISendingSwitch
{
    Task<SendingState> GetAsync(CancellationToken cancellationToken);

    /// <summary>Changes it and the version that admission guards with.</summary>
    Task<SendingState> SetAsync(bool stopped, string by, CancellationToken cancellationToken);
}

public sealed record SendingState
{
    public required bool Stopped { get; init; }

    public required long Version { get; init; }

    public string? ChangedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
