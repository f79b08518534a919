using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Gathers what the inputs of one call change, until it is committed whole.</summary>
internal sealed class CustomerTurn(CustomerKey key, CustomerMemory memory, CompiledDefinitions definitions, DateTimeOffset now)
{
    private readonly ImmutableArray<HistoryEntry>.Builder _history = ImmutableArray.CreateBuilder<HistoryEntry>();
    private readonly ImmutableArray<StoredDecision>.Builder _decisions = ImmutableArray.CreateBuilder<StoredDecision>();
    private readonly ImmutableArray<DecidedAction>.Builder _actions = ImmutableArray.CreateBuilder<DecidedAction>();
    private readonly ImmutableArray<AdmissionAnswer>.Builder _answers = ImmutableArray.CreateBuilder<AdmissionAnswer>();
    private readonly ImmutableArray<DeadLetter>.Builder _deadLetters = ImmutableArray.CreateBuilder<DeadLetter>();
    private readonly Dictionary<string, LedgerCount> _ledger = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DecidedAction> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LimitUse> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _overruns = new(StringComparer.Ordinal);
    private readonly List<PolicyFault> _faults = [];

    // Most turns have none of these.
    private ImmutableArray<CodeTake> _codeTakes = [];
    private ImmutableArray<CodeRedemption> _redemptions = [];
    private ImmutableArray<StoredConsent> _consents = [];
    private ImmutableArray<StoredRemark> _remarks = [];
    private ImmutableArray<SeenIdentity> _identities = [];
    private int _identitySharedMax;
    private ImmutableArray<LogPosition> _positions = memory.Positions;
    private long? _factsVersion;

    public CustomerState State { get; private set; } = memory.State;

    public bool AtRisk { get; private set; }

    /// <summary>What this turn decided under.</summary>
    public CompiledDefinitions Definitions => definitions;

    public IReadOnlyList<PolicyFault> Faults => _faults;

    /// <summary>Decides on a touchpoint; where the history has to be asked first, nothing changes.</summary>
    public Receipt Record(Touchpoint touchpoint, HistoryAnswer history, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body, bool setAside = false)
    {
        var decision = Customer.Decide(State, new RecordTouchpoint { Touchpoint = touchpoint, History = history, SetAside = setAside }, definitions);
        if (decision.Receipt == Receipt.Applied)
        {
            Absorb(decision, receivedAt, (touchpoint, body));
            Note(ConsentStatement.Of(touchpoint), touchpoint, receivedAt);
            if (RemarkFactory.Of(touchpoint, State, definitions, receivedAt) is { } remark)
            {
                _remarks = _remarks.Add(remark);
            }

            if (string.Equals(touchpoint.Type, OfferCodes.RedeemedType, StringComparison.Ordinal) && touchpoint.Attributes[OfferCodes.CodeAttribute].Text is { } code && OfferCodes.IsCode(code))
            {
                _redemptions = _redemptions.Add(new CodeRedemption(code, touchpoint.At));
            }
        }

        return decision.Receipt;
    }

    /// <param name="upTo">Timers due by then fire.</param>
    /// <param name="setAside">One on which the core fails becomes a dead letter; else it throws.</param>
    public void Fire(DateTimeOffset upTo, bool setAside = false) => Absorb(Customer.Decide(State, new FireTimers { UpTo = upTo, SetAside = setAside }, definitions), now, null);

    /// <param name="action">Waits for an answer.</param>
    /// <param name="facts">What is true outside the customer.</param>
    /// <param name="factsVersion">Guards them until the commit.</param>
    /// <param name="used">What others have used of the limits that the action shares.</param>
    public void Admit(DecidedAction action, AdmissionFacts facts, long factsVersion, IReadOnlyDictionary<string, long> used)
    {
        _factsVersion = factsVersion;
        _asked[action.Id] = action;
        var uses = SharedLimits.Of(action, definitions, now, used);
        if (!uses.IsEmpty)
        {
            facts = facts with { FullLimits = [.. uses.Where(u => used.GetValueOrDefault(u.Limit) + Taken(u.Limit) + u.Amount > u.Max).Select(u => u.Limit)] };
        }

        var decision = Customer.Decide(State, new AdmitAction { Action = action, Facts = facts, At = now }, definitions);
        Absorb(decision, now, null);
        if (uses.IsEmpty)
        {
            return;
        }

        if (decision.Events.OfType<ActionAnswered>().Last().Answer.Result == AdmissionResult.Admitted)
        {
            foreach (var use in uses)
            {
                _uses[use.Limit] = use with { Amount = Taken(use.Limit) + use.Amount };
            }

            if (action.Kind == ActionKind.Offer && action[ActionContent.Codes] is { } pool)
            {
                _codeTakes = _codeTakes.Add(new CodeTake(action.Id, pool, now));
            }
        }

        foreach (var use in uses)
        {
            if (SharedLimits.IsBreaker(use) && facts.FullLimits.Contains(use.Limit) && !facts.StoppedPolicies.Contains(action.Policy))
            {
                _overruns[action.Policy] = use.Max;
            }
        }
    }

    /// <summary>Policies whose breakers held an action, with the most that those let pass in an hour.</summary>
    public IReadOnlyDictionary<string, long> Overruns => _overruns;

    public void Reject(DeadLetter letter) => _deadLetters.Add(letter);

    /// <summary>Notes an identity of a touchpoint that was applied.</summary>
    public void Identify(SeenIdentity seen, int sharedMax)
    {
        _identitySharedMax = sharedMax;
        for (var i = 0; i < _identities.Length; i++)
        {
            if (_identities[i].Identity == seen.Identity)
            {
                _identities = _identities.SetItem(i, _identities[i].With(seen));
                return;
            }
        }

        _identities = _identities.Add(seen);
    }

    public void Count(LedgerCount add)
    {
        var had = _ledger.GetValueOrDefault(add.Source) ?? new LedgerCount { Source = add.Source };
        _ledger[add.Source] = had with
        {
            Applied = had.Applied + add.Applied,
            Duplicate = had.Duplicate + add.Duplicate,
            Rejected = had.Rejected + add.Rejected,
            Erased = had.Erased + add.Erased,
            Conflicting = had.Conflicting + add.Conflicting,
        };
    }

    public void Advance(LogPosition position) =>
        _positions = [.. _positions.Where(p => p.Partition != position.Partition || p.Log != position.Log || p.Origin != position.Origin), position];

    /// <summary>Takes another customer in, or out again.</summary>
    /// <param name="merged">What the customer becomes.</param>
    /// <param name="input">As the history keeps it; see <see cref="MergeInputs"/>.</param>
    /// <param name="positions">How far the touchpoints of the customer and its parts were taken.</param>
    public void Merge(TakeMerged merged, ReadOnlyMemory<byte> input, ImmutableArray<LogPosition> positions)
    {
        Absorb(Customer.Decide(State, merged, definitions), now, null, input);
        _positions = positions;
    }

    public CustomerCommit ToCommit(CustomerCodec codec, bool rewriteTimer, DateTimeOffset overdueNotBefore, Action<int> tooLarge)
    {
        var state = codec.Encode(State);
        if (state.Length > CustomerCodec.BytesMax)
        {
            tooLarge(state.Length);
        }

        var due = CustomerTimers.Next(State)?.DueAt;
        var row = CustomerMemory.RowFor(State, definitions);
        AtRisk = row is not null;
        var named = State.Profile.Name != memory.State.Profile.Name || State.Profile.TimeZone != memory.State.Profile.TimeZone;
        return new CustomerCommit
        {
            Key = key,
            ExpectedVersion = memory.Version,
            State = state,
            Positions = _positions,
            History = _history.ToImmutable(),
            Decisions = _decisions.ToImmutable(),
            Actions = _actions.ToImmutable(),
            Answers = _answers.ToImmutable(),
            FactsVersion = _factsVersion,
            Uses = [.. _uses.Values],
            CodeTakes = _codeTakes,
            Redemptions = _redemptions,
            NextDueAt = due,
            NextDueNotBefore = due <= now ? overdueNotBefore : null,
            NextDueChanged = rewriteTimer || (due is { } d && !(memory.ArmedAt <= d)),
            AtRisk = row,
            AtRiskChanged = Differs(row, memory.AtRisk),
            Name = State.Profile.Name,
            NameChanged = named,
            ZoneUnknown = (named || memory.Version == 0) && CustomerZones.Of(State.Profile) is null,
            Consents = _consents,
            Remarks = _remarks,
            Identities = _identities,
            IdentitySharedMax = _identitySharedMax,
            Ledger = [.. _ledger.Values],
            DeadLetters = _deadLetters.ToImmutable(),
        };
    }

    public CustomerMemory Committed(CustomerCommit commit) => new()
    {
        State = State,
        Version = memory.Version + 1,
        Positions = _positions,
        ArmedAt = commit.NextDueChanged ? commit.NextDueAt : memory.ArmedAt,
        AtRisk = commit.AtRiskChanged ? commit.AtRisk : memory.AtRisk,
        Erased = memory.Erased,
    };

    /// <summary>Actions decided or answered in this turn, as they stand after it.</summary>
    public IEnumerable<ActionChange> ActionChanges() =>
        _actions.Select(a => Change(a, "decided", a.DecidedAt))
            .Concat(_answers.Select(a => Change(_asked[a.Action], a.Result.ToString().ToLowerInvariant(), a.At)));

    // The touchpoint is the last input of the decision: timers that were due fired before it.
    private void Note(ImmutableArray<ConsentStatement> statements, Touchpoint touchpoint, DateTimeOffset receivedAt)
    {
        foreach (var said in statements)
        {
            _consents = _consents.Add(new StoredConsent
            {
                Sequence = State.Sequence,
                At = touchpoint.At,
                ReceivedAt = receivedAt,
                Channel = said.Channel,
                Purpose = said.Purpose,
                Agreed = said.Agreed,
                Source = touchpoint.Identity.Source,
                Id = touchpoint.Identity.Id,
                Type = touchpoint.Type,
                Reason = said.Reason,
            });
        }
    }

    private long Taken(string limit) => _uses.TryGetValue(limit, out var use) ? use.Amount : 0;

    private ActionChange Change(DecidedAction action, string status, DateTimeOffset at) => new()
    {
        Tenant = key.Tenant,
        Customer = key.Customer.Value,
        Action = action.Id,
        Kind = action.Kind.ToString().ToLowerInvariant(),
        Policy = action.Policy,
        Status = status,
        At = at,
    };

    private void Absorb(Decision decision, DateTimeOffset receivedAt, (Touchpoint Touchpoint, ReadOnlyMemory<byte> Body)? recorded, ReadOnlyMemory<byte>? input = null)
    {
        // Made whole before any is added: a failure here leaves the turn as it was.
        var entries = new List<HistoryEntry>(decision.Steps.Length);
        foreach (var step in decision.Steps)
        {
            var events = decision.Events.AsSpan().Slice(step.FirstEvent, step.EventCount);
            var entry = HistoryEntryFactory.Entry(step, events, definitions, receivedAt, step.Kind == StepKind.Touchpoint ? recorded : null);
            entries.Add(input is { } own ? entry with { Input = own } : entry);
        }

        _history.AddRange(entries);
        _faults.AddRange(decision.Faults);
        foreach (var step in decision.Steps)
        {
            var events = decision.Events.AsSpan().Slice(step.FirstEvent, step.EventCount);
            var ordinal = 0;
            foreach (var @event in events)
            {
                switch (@event)
                {
                    case TimerSetAside aside:
                        _deadLetters.Add(new DeadLetter
                        {
                            Origin = new LogPosition($"timer:{key}", 0, aside.Timer.Number),
                            Source = "",
                            Customer = key.Customer.Value,
                            Reason = DeadLetter.Timer,
                            Detail = $"The core failed on a timer due at {aside.Timer.DueAt:O}: {aside.Reason}",
                            At = now,
                            Body = TimerInputs.Body(key.Customer.Value, aside.Timer),
                        });
                        break;
                    case PolicyDecided decided:
                        _decisions.Add(new StoredDecision(step.Sequence, ordinal++, decided.Decision));
                        break;
                    case ActionDecided decided:
                        _actions.Add(decided.Action);
                        break;
                    case ActionAnswered answered:
                        _answers.Add(answered.Answer);
                        break;
                }
            }
        }

        State = decision.Next;
    }

    private static bool Differs(AtRiskRow? row, AtRiskRow? written) => (row, written) switch
    {
        (null, null) => false,
        ({ } a, { } b) => Math.Abs(a.Risk - b.Risk) >= CustomerMemory.RiskStep || a.LowPointOpenedAt != b.LowPointOpenedAt,
        _ => true,
    };
}
