using System.Globalization;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests;

/// <summary>Keeps what happened to one customer within the period.</summary>
internal sealed class HappeningSink(BacktestPlan plan) : ISimulationSink
{
    private readonly Dictionary<string, AdmissionAnswer> _holding = new(StringComparer.Ordinal);
    private readonly HashSet<(string Action, HoldReason Reason)> _waited = [];
    private List<Happening> _happened = [];

    public bool Any => _happened.Count > 0;

    /// <summary>What happened since it was taken last; the next customer may come.</summary>
    public List<Happening> Take()
    {
        var happened = _happened;
        _happened = [];
        _holding.Clear();
        _waited.Clear();
        return happened;
    }

    public void LowPointOpened(CustomerId customer, LowPoint point)
    {
    }

    public void LowPointClosed(CustomerId customer, LowPoint point)
    {
    }

    public void Decided(CustomerId customer, PolicyDecision decision) => Add(new Happening
    {
        Kind = decision.Outcome switch
        {
            PolicyOutcome.Fired => HappeningKind.Fired,
            PolicyOutcome.ControlGroup => HappeningKind.ControlGroup,
            _ => HappeningKind.DecisionHeld,
        },
        Policy = decision.Policy,
        At = decision.At,
        Reason = decision.Reason,
        Limit = decision.Limit,
    });

    public void Action(DecidedAction action, AdmissionAnswer answer)
    {
        var admitted = answer.Result == AdmissionResult.Admitted;
        var lapsed = _holding.Remove(action.Id, out var last) && answer.Reason == HoldReason.Expired;
        Add(Of(action, admitted ? HappeningKind.Admitted : lapsed ? HappeningKind.Lapsed : HappeningKind.Refused, answer.At, lapsed ? last! : answer) with
        {
            Amount = admitted && action.Kind == ActionKind.Offer && action[ActionContent.Amount] is { } amount ? decimal.Parse(amount, NumberStyles.Number, CultureInfo.InvariantCulture) : 0,
            Currency = action[ActionContent.Currency],
            Queue = action.Kind == ActionKind.Callback ? action[ActionContent.Queue] : null,
        });
    }

    public void Held(DecidedAction action, AdmissionAnswer answer)
    {
        _holding[action.Id] = answer;
        if (_waited.Add((action.Id, answer.Reason)))
        {
            Add(Of(action, HappeningKind.Waited, answer.At, answer));
        }
    }

    private static Happening Of(DecidedAction action, HappeningKind kind, DateTimeOffset at, AdmissionAnswer answer) => new()
    {
        Kind = kind,
        Policy = action.Policy,
        At = at,
        Action = action.Kind,
        Reason = answer.Reason,
        Limit = answer.Limit,
    };

    private void Add(Happening happening)
    {
        if (plan.Counts(happening.At))
        {
            _happened.Add(happening);
        }
    }
}
