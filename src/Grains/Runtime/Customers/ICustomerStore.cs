using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// Customers' rows. Calls of many grains are batched: while one transaction is written the next gathers, each customer with
/// its own version check and its own result.
/// </summary>
public interface ICustomerStore
{
    /// <summary>The row; null for a customer never stored. Of one that was erased at least <see cref="StoredCustomer.Erased"/>.</summary>
    Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>Writes all of it in one transaction or nothing. Throws only where the store fails; the commit may then be repeated unchanged.</summary>
    Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken);

    /// <summary>Of these identities those that the customer's history holds, with the content each was applied with.</summary>
    Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken);

    /// <summary>The actions of these ids that wait for admission (decided or held).</summary>
    Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken);

    /// <summary>What admission reads from outside the customer, with the version that <see cref="CustomerCommit.FactsVersion"/> guards.</summary>
    Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>What is used of these shared limits; one that is not there is unused. The commit looks again: what it finds there counts.</summary>
    Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken);
}

/// <summary>A customer's row.</summary>
public sealed record StoredCustomer
{
    /// <summary>1 after the first commit; grows by one with each. 0: there is no row, and <see cref="Erased"/> says why.</summary>
    public required long Version { get; init; }

    public required ReadOnlyMemory<byte> State { get; init; }

    public required ImmutableArray<LogPosition> Positions { get; init; }

    /// <summary>Its row among those at risk, as it was written; null: none.</summary>
    public AtRiskRow? AtRisk { get; init; }

    /// <summary>The customer was erased; null: it was not.</summary>
    public ErasureMark? Erased { get; init; }

    /// <summary>The customer is a part of that one, and the row says how it was when it was merged; null: it stands for itself.</summary>
    public CustomerId? MergedInto { get; init; }
}

/// <summary>How far a customer has been brought from one partition of one log.</summary>
/// <param name="Log">Names the log.</param>
/// <param name="Partition">Within it.</param>
/// <param name="Position">Of the last touchpoint taken.</param>
/// <param name="Origin">Of whose touchpoints it is, where that customer was merged into this one; null: this one's own.</param>
[method: System.Text.Json.Serialization.JsonConstructor]
public readonly record struct LogPosition(string Log, int Partition, long Position, string? Origin = null);

/// <summary>An identity that the history holds.</summary>
public sealed record StoredIdentity
{
    public required string Source { get; init; }

    public required string Id { get; init; }

    /// <summary>The input as it was applied: the native JSON.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }
}

public enum CommitResult
{
    Committed,

    /// <summary>The row has another version than expected: somebody else wrote it. Nothing was written.</summary>
    Conflict,

    /// <summary>Admission facts changed, a shared limit has no room any more, or an action was answered already. Nothing was written.</summary>
    FactsChanged,
}

/// <summary>Everything that one turn of a customer changes.</summary>
public sealed record CustomerCommit
{
    public required CustomerKey Key { get; init; }

    /// <summary>Version that the row must have; 0: it must not exist. A commit writes this plus one.</summary>
    public required long ExpectedVersion { get; init; }

    public required ReadOnlyMemory<byte> State { get; init; }

    public ImmutableArray<LogPosition> Positions { get; init; } = [];

    public ImmutableArray<HistoryEntry> History { get; init; } = [];

    public ImmutableArray<StoredDecision> Decisions { get; init; } = [];

    /// <summary>New actions for the outbox; an id that is there already is left as it is.</summary>
    public ImmutableArray<DecidedAction> Actions { get; init; } = [];

    /// <summary>Answers of admission. Each moves its action from decided or held; any other status makes the commit <see cref="CommitResult.FactsChanged"/>.</summary>
    public ImmutableArray<AdmissionAnswer> Answers { get; init; } = [];

    /// <summary>Version of the facts that the answers were made with; null where there are none.</summary>
    public long? FactsVersion { get; init; }

    /// <summary>What the answers take of shared limits: all of it is there, or the commit is <see cref="CommitResult.FactsChanged"/>. A limit is here once.</summary>
    public ImmutableArray<LimitUse> Uses { get; init; } = [];

    /// <summary>Admitted offers that get a code of a pool each; the use of the pool is among <see cref="Uses"/>.</summary>
    public ImmutableArray<CodeTake> CodeTakes { get; init; } = [];

    /// <summary>Codes that the customer used. One that is not known is passed over.</summary>
    public ImmutableArray<CodeRedemption> Redemptions { get; init; } = [];

    /// <summary>When the customer's earliest timer is due; null: none. Written only where it differs from what the row has.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Not fired before this moment of the system's clock; null: at once when due. Set where a timer was overdue already as it was made.</summary>
    public DateTimeOffset? NextDueNotBefore { get; init; }

    public bool NextDueChanged { get; init; }

    /// <summary>The customer's row among those at risk after this commit; null with <see cref="AtRiskChanged"/>: taken off.</summary>
    public AtRiskRow? AtRisk { get; init; }

    public bool AtRiskChanged { get; init; }

    /// <summary>The name people search for, where it changed.</summary>
    public string? Name { get; init; }

    /// <summary>The name or <see cref="ZoneUnknown"/> changed, so that the row by which the customer is found is written.</summary>
    public bool NameChanged { get; init; }

    /// <summary>The customer's time zone is unknown, where it changed.</summary>
    public bool ZoneUnknown { get; init; }

    /// <summary>What the customer agreed to or refused in the touchpoints of this commit.</summary>
    public ImmutableArray<StoredConsent> Consents { get; init; } = [];

    /// <summary>What the customer said in the touchpoints of this commit.</summary>
    public ImmutableArray<StoredRemark> Remarks { get; init; } = [];

    /// <summary>Identities that are new for the customer, or were not seen for a while; each once.</summary>
    public ImmutableArray<SeenIdentity> Identities { get; init; } = [];

    /// <summary>An identity that more customers have links none of them.</summary>
    public int IdentitySharedMax { get; init; }

    public ImmutableArray<LedgerCount> Ledger { get; init; } = [];

    public ImmutableArray<DeadLetter> DeadLetters { get; init; } = [];
}

/// <summary>An admitted offer and the pool that its code comes from.</summary>
public readonly record struct CodeTake(string Action, string Pool, DateTimeOffset At);

/// <summary>A code that was used; the first use of a code counts.</summary>
public readonly record struct CodeRedemption(string Code, DateTimeOffset At);

/// <summary>The narrow row of a customer at risk.</summary>
public sealed record AtRiskRow
{
    /// <summary>0 to 100 when it was written.</summary>
    public required double Risk { get; init; }

    /// <summary>When the worst low point opened; null where risk alone keeps the customer here.</summary>
    public DateTimeOffset? LowPointOpenedAt { get; init; }
}

public enum HistoryKind
{
    Touchpoint = 1,
    Timer = 2,
    Admission = 3,
    Command = 4,

    /// <summary>Another customer was merged into this one, or this one into another; see <see cref="MergeInputs"/>.</summary>
    Merge = 5,

    /// <summary>A merge was undone.</summary>
    Unmerge = 6,
}

/// <summary>One stored input of a customer and what it did.</summary>
public sealed record HistoryEntry
{
    public required long Sequence { get; init; }

    public required HistoryKind Kind { get; init; }

    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required int DefinitionsVersion { get; init; }

    /// <summary>The touchpoint's own time; the effective time for other inputs.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of a touchpoint, else empty.</summary>
    public string Source { get; init; } = "";

    public string Id { get; init; } = "";

    public ulong IdentityHash { get; init; }

    /// <summary>The touchpoint's type; <c>timers</c>, <c>admission</c> for the others.</summary>
    public required string Type { get; init; }

    public string? Channel { get; init; }

    /// <summary>The input: a touchpoint's native JSON as it came, else JSON of the input.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>JSON of <see cref="Contracts.Customers.HistoryOutcome"/>.</summary>
    public required ReadOnlyMemory<byte> Outcome { get; init; }
}

/// <summary>A decision and the input that led to it.</summary>
public readonly record struct StoredDecision(long Sequence, int Ordinal, PolicyDecision Decision);

/// <summary>What a commit adds to the ledger of one source.</summary>
public sealed record LedgerCount
{
    public required string Source { get; init; }

    public long Applied { get; init; }

    public long Duplicate { get; init; }

    public long Rejected { get; init; }

    /// <summary>Touchpoints of customers who were erased.</summary>
    public long Erased { get; init; }

    /// <summary>Duplicates whose content differed from what was applied, and applied touchpoints whose identity another customer had first.</summary>
    public long Conflicting { get; init; }
}

/// <summary>An input that could not be applied, with its original bytes.</summary>
public sealed record DeadLetter
{
    /// <summary>Log, partition and position make it unique: an input becomes a dead letter once.</summary>
    public required LogPosition Origin { get; init; }

    public required string Source { get; init; }

    /// <summary>Null where it could not be read so far.</summary>
    public string? Customer { get; init; }

    /// <summary>The reason of a timer on which the core failed; its body names the timer, and a replay tries it again.</summary>
    public const string Timer = "timer";

    /// <summary>The reason of an input that could not be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The reason of a touchpoint on which the core failed.</summary>
    public const string Faulted = "faulted";

    /// <summary>All there are.</summary>
    public static ImmutableArray<string> Reasons { get; } = [Unreadable, Faulted, Timer];

    /// <summary><c>unreadable</c>, <c>faulted</c> or <c>timer</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What went wrong, with the place: "/feedback/nps: a whole number from 0 to 10 is needed".</summary>
    public required string Detail { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }
}
