using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests;

/// <summary>Simulates customers under both sets and adds up what comes of it; used by one thread at a time.</summary>
internal sealed class BacktestWorker(BacktestPlan plan, LimitGuess beforeGuess, LimitGuess afterGuess)
{
    private readonly SideRun _before = new(plan.Before, plan);
    private readonly SideRun _after = new(plan.After, plan);
    private readonly List<Touchpoint> _touchpoints = [];

    public BacktestTally Tally { get; } = new(plan);

    /// <summary>Customers whose actions asked for shared limits: their figures wait until it is settled who gets them.</summary>
    public List<ContestingCustomer> Contesting { get; } = [];

    public long Customers { get; private set; }

    public long Touchpoints { get; private set; }

    public long Duplicates { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Touchpoints that came after a later one of the same customer.</summary>
    public long Late { get; private set; }

    /// <returns>Touchpoints taken.</returns>
    public int Run(RecordedCustomer customer)
    {
        Read(customer, first: true);
        if (_touchpoints.Count == 0)
        {
            return 0;
        }

        Customers++;
        Touchpoints += _touchpoints.Count;
        var duplicates = _after.Counts.Duplicates;
        var after = _after.Run(_touchpoints, afterGuess.For);
        Duplicates += _after.Counts.Duplicates - duplicates;
        var before = plan.Before.Policies.IsEmpty ? SideOutcome.Nothing : IsSame(after) ? after : _before.Run(_touchpoints, beforeGuess.For);
        if (before.Asks.Count > 0 || after.Asks.Count > 0)
        {
            Contesting.Add(new ContestingCustomer(customer.Key) { Before = before, After = after });
        }
        else
        {
            Tally.Add(customer.Key, before, after);
        }

        return _touchpoints.Count;
    }

    /// <summary>Simulates one of the sides again, with what is full for it.</summary>
    public SideOutcome Again(RecordedCustomer customer, FullLimits full, bool after)
    {
        Read(customer, first: false);
        return (after ? _after : _before).Run(_touchpoints, full.For);
    }

    // What others take of shared limits under one set is not what they take under the other.
    private bool IsSame(SideOutcome after) => after.Asks.Count == 0 && !_touchpoints.Exists(plan.Difference.Concerns);

    private void Read(RecordedCustomer customer, bool first)
    {
        _touchpoints.Clear();
        var latest = DateTimeOffset.MinValue;
        foreach (var body in customer.Bodies)
        {
            var touchpoint = customer.Read(body);
            if (touchpoint is null)
            {
                Refused += first ? 1 : 0;
            }
            else if (touchpoint.At < plan.Until)
            {
                _touchpoints.Add(touchpoint);
                Late += first && touchpoint.At < latest ? 1 : 0;
                latest = touchpoint.At > latest ? touchpoint.At : latest;
            }
        }
    }
}
