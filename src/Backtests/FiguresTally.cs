using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Backtests;

/// <summary>Adds up what the policies in focus did under one set.</summary>
internal sealed class FiguresTally
{
    private readonly Dictionary<ActionKind, long> _byKind = [];
    private readonly Dictionary<string, (decimal Amount, long Offers)> _cost = new(StringComparer.Ordinal);
    private readonly Dictionary<(HoldReason Reason, string? Limit), (long Customers, long Times, long NeverSent)> _heldBack = [];
    private readonly HashSet<(HoldReason, string?)> _seen = [];
    private long _reached;
    private long _fired;
    private long _held;
    private long _controlGroup;

    /// <summary>Adds a customer; whether they were reached.</summary>
    public bool Add(List<Happening> happened, BacktestPlan plan)
    {
        _seen.Clear();
        var reached = false;
        foreach (var happening in happened)
        {
            if (plan.Focus.Contains(happening.Policy))
            {
                Add(happening);
                reached |= happening.Kind == HappeningKind.Admitted;
            }
        }

        _reached += reached ? 1 : 0;
        return reached;
    }

    public void Merge(FiguresTally other)
    {
        _reached += other._reached;
        _fired += other._fired;
        _held += other._held;
        _controlGroup += other._controlGroup;
        foreach (var (kind, count) in other._byKind)
        {
            _byKind[kind] = _byKind.GetValueOrDefault(kind) + count;
        }

        foreach (var (currency, more) in other._cost)
        {
            var had = _cost.GetValueOrDefault(currency);
            _cost[currency] = (had.Amount + more.Amount, had.Offers + more.Offers);
        }

        foreach (var (key, more) in other._heldBack)
        {
            var had = _heldBack.GetValueOrDefault(key);
            _heldBack[key] = (had.Customers + more.Customers, had.Times + more.Times, had.NeverSent + more.NeverSent);
        }
    }

    public BacktestFigures ToFigures() => new()
    {
        Reached = _reached,
        Fired = _fired,
        Held = _held,
        ControlGroup = _controlGroup,
        ActionsByKind = _byKind.OrderBy(k => k.Key).ToDictionary(k => Said.Of(k.Key), k => k.Value),
        OfferCost = [.. _cost.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new OfferCost { Currency = c.Key, Amount = c.Value.Amount, Offers = c.Value.Offers })],
        HeldBack =
        [
            .. _heldBack.OrderByDescending(h => h.Value.Customers).ThenBy(h => h.Key.Reason).ThenBy(h => h.Key.Limit, StringComparer.Ordinal).Select(h => new HeldBack
            {
                Reason = Said.Of(h.Key.Reason),
                Limit = h.Key.Limit,
                Customers = h.Value.Customers,
                Times = h.Value.Times,
                NeverSent = h.Value.NeverSent,
            }),
        ],
    };

    private void Add(Happening happening)
    {
        switch (happening.Kind)
        {
            case HappeningKind.Fired:
                _fired++;
                break;
            case HappeningKind.DecisionHeld:
                _held++;
                HeldBack(happening, 1, 1);
                break;
            case HappeningKind.ControlGroup:
                _controlGroup++;
                HeldBack(happening, 1, 1);
                break;
            case HappeningKind.Waited:
                HeldBack(happening, 1, 0);
                break;
            case HappeningKind.Refused:
                HeldBack(happening, 1, 1);
                break;
            case HappeningKind.Lapsed:
                // Counted as it began to wait.
                HeldBack(happening, 0, 1);
                break;
            default:
                _byKind[happening.Action] = _byKind.GetValueOrDefault(happening.Action) + 1;
                if (happening is { Action: ActionKind.Offer, Currency: { } currency })
                {
                    var had = _cost.GetValueOrDefault(currency);
                    _cost[currency] = (had.Amount + happening.Amount, had.Offers + 1);
                }

                break;
        }
    }

    private void HeldBack(Happening happening, int times, int neverSent)
    {
        var key = (happening.Reason, happening.Limit);
        var had = _heldBack.GetValueOrDefault(key);
        _heldBack[key] = (had.Customers + (_seen.Add(key) ? 1 : 0), had.Times + times, had.NeverSent + neverSent);
    }
}
