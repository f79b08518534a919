using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests;

/// <summary>Keeps all that a sample shows.</summary>
internal sealed class SampleSink(BacktestPlan plan) : ISimulationSink
{
    private const int ActionsMax = 100;
    private const int HeldMax = 50;
    private const int TextLengthMax = 200;

    private readonly Dictionary<(string? Journey, string? Correlation, DateTimeOffset OpenedAt), LowPoint> _points = [];
    private readonly Dictionary<string, (DecidedAction Action, AdmissionAnswer Answer, AdmissionAnswer? Held)> _actions = new(StringComparer.Ordinal);
    private readonly List<PolicyDecision> _held = [];

    public void LowPointOpened(CustomerId customer, LowPoint point) => _points[(point.Journey, point.Correlation, point.OpenedAt)] = point;

    public void LowPointClosed(CustomerId customer, LowPoint point) => _points[(point.Journey, point.Correlation, point.OpenedAt)] = point;

    public void Decided(CustomerId customer, PolicyDecision decision)
    {
        if (decision.Outcome != PolicyOutcome.Fired && plan.Counts(decision.At) && plan.Focus.Contains(decision.Policy))
        {
            _held.Add(decision);
        }
    }

    public void Action(DecidedAction action, AdmissionAnswer answer) => _actions[action.Id] = (action, answer, _actions.TryGetValue(action.Id, out var had) ? had.Answer : null);

    public void Held(DecidedAction action, AdmissionAnswer answer) => _actions[action.Id] = (action, answer, answer);

    public BacktestSample ToSample(CustomerId customer, IEnumerable<SamplePoint> points) => new()
    {
        Customer = customer.Value,
        Points = [.. points],
        LowPoints =
        [
            .. _points.Values.Where(p => p.OpenedAt < plan.Until && (p.ClosedAt ?? plan.Until) >= plan.From).OrderBy(p => p.OpenedAt).Select(p => new SampleLowPoint
            {
                OpenedAt = p.OpenedAt,
                ClosedAt = p.ClosedAt,
                Outcome = p.Outcome is { } outcome ? Said.Of(outcome) : null,
                Cause = p.Causes[0].Text,
            }),
        ],
        Actions = [.. _actions.Values.Where(a => plan.Counts(a.Answer.At)).OrderBy(a => a.Answer.At).TakeLast(ActionsMax).Select(Of)],
        Held = [.. _held.TakeLast(HeldMax).Select(Of)],
    };

    private SampleAction Of((DecidedAction Action, AdmissionAnswer Answer, AdmissionAnswer? Held) kept)
    {
        // What it waited for, where that is why it was late or lapsed.
        var (action, answer) = (kept.Action, kept.Answer);
        var why = kept.Held is not null && answer.Reason is HoldReason.None or HoldReason.Expired ? kept.Held ?? answer : answer;
        var text = action[ActionContent.Subject] ?? action[ActionContent.Text] ?? action[ActionContent.Reason];
        return new SampleAction
        {
            At = answer.At,
            DecidedAt = action.DecidedAt,
            Kind = Said.Of(action.Kind),
            Policy = action.Policy,
            PolicyName = plan.NameOf(action.Policy),
            InFocus = plan.Focus.Contains(action.Policy),
            Channel = action.Channel,
            Result = Said.Of(answer.Result),
            Reason = Said.Of(why.Reason),
            Limit = why.Limit,
            Text = text is { Length: > TextLengthMax } ? text[..TextLengthMax] : text,
        };
    }

    private SampleHeld Of(PolicyDecision decision) => new()
    {
        At = decision.At,
        Policy = decision.Policy,
        PolicyName = plan.NameOf(decision.Policy),
        Reason = Said.Of(decision.Reason),
        Limit = decision.Limit,
        NextAt = decision.NextAt,
    };
}
