using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>Which comparisons of metrics held as the last step ended; null where no policy waits for any, or none was asked yet.</summary>
    private bool[]? _held;

    /// <summary>Asked before a step changes anything: what time alone made cross since the last one had a timer of its own.</summary>
    private void BeginMetrics()
    {
        if (!Definitions.Waits.Metrics.IsEmpty)
        {
            _held ??= Holding(_fold.EffectiveAt);
        }
    }

    private void DecideCrossings()
    {
        AddCrossings($"{At.ToUnixTimeMilliseconds()}");
        DecideCandidates(null);
    }

    private void AddCrossings(string cause)
    {
        if (_held is not { } before)
        {
            return;
        }

        var now = Holding(At);
        var metrics = Definitions.Waits.Metrics;
        for (var i = 0; i < metrics.Length; i++)
        {
            if (now[i] && !before[i])
            {
                _candidates.Add(new(metrics[i].Policy, $"metric:{i}/{cause}", Wording.Of(metrics[i].Trigger.Crosses), null, null));
            }
        }

        _held = now;
    }

    private void ReviewMetrics()
    {
        if (Definitions.Waits.Metrics.IsEmpty && _fold.MetricReviewAt is null)
        {
            return;
        }

        // What policies did may have moved a metric too.
        _held = Definitions.Waits.Metrics.IsEmpty ? null : Holding(At);
        var review = Crossings.Next(State, Definitions, At);
        if (review != _fold.MetricReviewAt)
        {
            Emit(new MetricReviewSet { At = At, ReviewAt = review });
        }
    }

    private bool[] Holding(DateTimeOffset at)
    {
        var facts = new Facts(State, Definitions, at);
        var metrics = Definitions.Waits.Metrics;
        var holding = new bool[metrics.Length];
        for (var i = 0; i < metrics.Length; i++)
        {
            holding[i] = Conditional.Holds(metrics[i].Trigger.Crosses, facts);
        }

        return holding;
    }
}
