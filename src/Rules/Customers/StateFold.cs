using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>
/// The fold of events over a state. A turn has many, and most need a part of the state only: the state itself is made when somebody asks
/// for it, not after each event.
/// </summary>
internal sealed partial class StateFold(CustomerState state)
{
    private readonly CustomerId _customer = state.Customer;
    private CustomerState? _state = state;
    private long _touchpoints = state.Touchpoints;
    private DateTimeOffset? _lastTouchpointAt = state.LastTouchpointAt;
    private ImmutableArray<Counter> _counters = state.Counters;
    private ImmutableArray<PolicyMark> _policyMarks = state.PolicyMarks;
    private Moment? _peak = state.Peak;
    private Moment? _last = state.Last;
    private ImmutableArray<DateTimeOffset> _missedAt = state.MissedAt;
    private ImmutableArray<DateTimeOffset> _contactsAt = state.ContactsAt;
    private ImmutableArray<MoodPoint> _moodTrail = state.MoodTrail;
    private ImmutableArray<ulong> _admitted = state.Admitted;
    private ImmutableArray<GroupMark> _groupMarks = state.GroupMarks;
    private ImmutableArray<Suppression> _suppressions = state.Suppressions;
    private PolicySuppression? _policySuppression = state.PolicySuppression;
    private DateTimeOffset? _wroteAt = state.WroteAt;
    private ImmutableArray<MergedCustomer> _merged = state.Merged;
    private ImmutableArray<CustomerId> _histories = state.Histories;

    public long Sequence { get; private set; } = state.Sequence;

    public DateTimeOffset EffectiveAt { get; private set; } = state.EffectiveAt;

    public Profile Profile { get; private set; } = state.Profile;

    public MoodSums Mood { get; private set; } = state.Mood;

    public RecentIdentities Recent { get; private set; } = state.Recent;

    public ImmutableArray<JourneyInstance> Instances { get; private set; } = state.Instances;

    public ImmutableArray<LowPoint> LowPoints { get; private set; } = state.LowPoints;

    public ImmutableArray<HighPoint> HighPoints { get; private set; } = state.HighPoints;

    public DateTimeOffset? RiskReviewAt { get; private set; } = state.RiskReviewAt;

    public ImmutableArray<PolicyWait> Waits { get; private set; } = state.Waits;

    public DateTimeOffset? MetricReviewAt { get; private set; } = state.MetricReviewAt;

    public ImmutableArray<string> Lists { get; private set; } = state.Lists;

    public ImmutableArray<SetAsideTimer> SetAsideTimers { get; private set; } = state.SetAside;

    public CustomerState State => _state ??= new CustomerState
    {
        Customer = _customer,
        Sequence = Sequence,
        EffectiveAt = EffectiveAt,
        Touchpoints = _touchpoints,
        Profile = Profile,
        Mood = Mood,
        Recent = Recent,
        Instances = Instances,
        LowPoints = LowPoints,
        HighPoints = HighPoints,
        Counters = _counters,
        PolicyMarks = _policyMarks,
        Peak = _peak,
        Last = _last,
        MissedAt = _missedAt,
        ContactsAt = _contactsAt,
        MoodTrail = _moodTrail,
        LastTouchpointAt = _lastTouchpointAt,
        RiskReviewAt = RiskReviewAt,
        Waits = Waits,
        MetricReviewAt = MetricReviewAt,
        Lists = Lists,
        Admitted = _admitted,
        GroupMarks = _groupMarks,
        PolicySuppression = _policySuppression,
        Suppressions = _suppressions,
        WroteAt = _wroteAt,
        SetAside = SetAsideTimers,
        Merged = _merged,
        Histories = _histories,
    };

    public ImmutableArray<Suppression> Suppressions => _suppressions;

    public ImmutableArray<Counter> Counters => _counters;

    public void Apply(CustomerEvent @event)
    {
        switch (@event)
        {
            case StepBegan e:
                (Sequence, EffectiveAt) = (Sequence + 1, e.At);
                break;
            case TouchpointRecorded e:
                Recent = Recent.Add(e.IdentityHash, e.OwnAt);
                (_touchpoints, _lastTouchpointAt) = e.Scheduled ? (_touchpoints, _lastTouchpointAt) : (_touchpoints + 1, e.At);
                break;
            case ProfileChanged e:
                Profile = e.Profile;
                break;
            case ChannelsSuppressed e:
                _suppressions = e.Suppressions;
                break;
            case ServiceWindowOpened e:
                _wroteAt = _wroteAt > e.OwnAt ? _wroteAt : e.OwnAt;
                break;
            case ExperienceApplied e:
                ApplyExperience(e);
                break;
            case ContactMade e:
                _contactsAt = Bounded(_contactsAt, e.OwnAt, CustomerState.MomentsMax);
                break;
            case Counted e:
                _counters = Count(_counters, e);
                break;
            case InstanceChanged e:
                Instances = Put(Instances, e.Instance);
                break;
            case ExpectationChanged e:
                Instances = Put(Instances, e.Instance);
                _missedAt = e.Change == ExpectationChange.Missed ? Bounded(_missedAt, e.At, CustomerState.MomentsMax) : _missedAt;
                break;
            case LowPointChanged e:
                LowPoints = Put(LowPoints, e.Point, static p => p.Key, static p => p.IsOpen);
                break;
            case HighPointChanged e:
                HighPoints = Put(HighPoints, e.Point, static p => p.Key, static p => p.IsOpen);
                break;
            case PolicyDecided { Decision.Outcome: PolicyOutcome.Fired or PolicyOutcome.ControlGroup } e:
                _policyMarks = Mark(_policyMarks, e.Decision);
                _groupMarks = Mark(_groupMarks, e.Decision);
                break;
            case ActionAnswered { Answer.Result: AdmissionResult.Refused } e:
                _policyMarks = Unmark(_policyMarks, e.Answer);
                _groupMarks = Unmark(_groupMarks, e.Answer);
                break;
            case ActionAnswered { Counted: { } moment }:
                _admitted = AdmittedMoments.Add(_admitted, moment);
                break;
            case PolicyDecided or ActionDecided or ActionAnswered or ValueUnread:
                return;
            case RiskReviewSet e:
                RiskReviewAt = e.ReviewAt;
                break;
            case WaitChanged e:
                Waits = e.Change is WaitChange.Set or WaitChange.Held or WaitChange.Noted ? Put(Waits, e.Wait) : Without(Waits, e.Wait);
                break;
            case MetricReviewSet e:
                MetricReviewAt = e.ReviewAt;
                break;
            case CustomerSuppressed e:
                _policySuppression = e.Suppression;
                break;
            case ListChanged e:
                Lists = e.Added ? Bounded(Lists.Remove(e.Segment, StringComparer.Ordinal), e.Segment, CustomerState.ListsMax) : Lists.Remove(e.Segment, StringComparer.Ordinal);
                break;
            case TimerSetAside e:
                SetAside(e);
                break;
            case TimerRetried e:
                Retry(e);
                break;
            case CustomersMerged e:
                Replace(e.State);
                break;
            case CountersDropped e:
                _counters = _counters.RemoveAll(c => e.Counters.Contains(c.Name));
                break;
            case StateTrimmed:
                Take(StateBounds.Fit(State));
                return;
            default:
                throw new UnreachableException($"No fold for {@event.GetType().Name}.");
        }

        _state = null;
    }

    private void ApplyExperience(ExperienceApplied e)
    {
        var moment = new Moment { Experience = e.Experience, At = e.OwnAt };
        Mood = e.Sums;
        _peak = _peak is not { } p || Larger(moment, p) ? moment : p;
        _last = _last is not { } last || moment.At >= last.At ? moment : last;
        _moodTrail = Bounded(_moodTrail, new MoodPoint(e.At, (float)e.Mood), CustomerState.MoodTrailMax);
    }

    private void Take(CustomerState trimmed)
    {
        _state = trimmed;
        (Instances, LowPoints, HighPoints) = (trimmed.Instances, trimmed.LowPoints, trimmed.HighPoints);
        (_moodTrail, Waits) = (trimmed.MoodTrail, trimmed.Waits);
    }
}
