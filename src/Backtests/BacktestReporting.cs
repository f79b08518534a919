using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Backtests;

/// <summary>Puts a report together.</summary>
internal sealed class BacktestReporting(BacktestPlan plan, BacktestTally tally, Dictionary<string, AskedLimit> limits)
{
    private const int QueueHoursMax = 1_500;
    private const int ContestedMax = 100;

    public BacktestReport Report(ImmutableArray<BacktestWorker> crew, ImmutableArray<BacktestSample> samples, bool settled, TimeSpan elapsed) => new()
    {
        From = plan.From,
        Until = plan.Until,
        Touchpoints = crew.Sum(w => w.Touchpoints),
        Customers = crew.Sum(w => w.Customers),
        Duplicates = crew.Sum(w => w.Duplicates),
        Refused = crew.Sum(w => w.Refused),
        Seconds = Math.Round(elapsed.TotalSeconds, 3),
        Focus = [.. plan.Focus.Order(StringComparer.Ordinal)],
        Before = tally.Before.ToFigures(),
        After = tally.After.ToFigures(),
        ReachedOnlyBefore = tally.OnlyBefore,
        ReachedOnlyAfter = tally.OnlyAfter,
        ReachedBoth = tally.Both,
        Days = [.. tally.Days.Select(d => Day(d.Key, d.Value))],
        Policies = [.. tally.Policies.Select(p => Policy(p.Key, p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Policy, StringComparer.Ordinal)],
        Overlap =
        [
            .. tally.Overlap.OrderByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal)
                .Select(o => new BacktestOverlap { Policy = o.Key, Name = plan.NameOf(o.Key), Customers = o.Value }),
        ],
        Queues = [.. tally.Callbacks.GroupBy(c => c.Key.Queue).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Queue(g.Key, g.Select(c => new QueueHour(c.Key.Hour, c.Value))))],
        Contested = [.. Contested()],
        ContestedSettled = settled,
        LeftOut = [.. LeftOut(crew.Sum(w => w.Late))],
        Samples = samples,
    };

    private static BacktestDay Day(int day, DayCounts counts) => new()
    {
        Day = DateOnly.FromDayNumber(day),
        ReachedBefore = counts.ReachedBefore,
        ReachedAfter = counts.ReachedAfter,
        ActionsBefore = counts.ActionsBefore,
        ActionsAfter = counts.ActionsAfter,
        HeldAfter = counts.HeldAfter,
    };

    private BacktestPolicy Policy(string policy, PolicyCounts counts) => new()
    {
        Policy = policy,
        Name = plan.NameOf(policy),
        InFocus = plan.Focus.Contains(policy),
        FiredBefore = counts.FiredBefore,
        FiredAfter = counts.FiredAfter,
        ActionsBefore = counts.ActionsBefore,
        ActionsAfter = counts.ActionsAfter,
        ReachedBefore = counts.ReachedBefore,
        ReachedAfter = counts.ReachedAfter,
    };

    private CallbackLoad Queue(string queue, IEnumerable<QueueHour> counted)
    {
        var hours = counted.OrderBy(h => h.Hour).ToList();
        var peak = hours.MaxBy(h => h.Callbacks);
        var limit = plan.After.Set.Guardrails.Queue(queue);
        return new CallbackLoad
        {
            Queue = queue,
            PerHour = limit?.PerHour,
            PerDay = limit?.PerDay,
            Callbacks = hours.Sum(h => h.Callbacks),
            Peak = peak?.Callbacks ?? 0,
            PeakAt = peak?.Hour,
            Hours = [.. hours.TakeLast(QueueHoursMax)],
        };
    }

    private IEnumerable<ContestedLimit> Contested() => limits
        .Where(l => l.Value.Granted < l.Value.Asked)
        .Select(l => (Use: SharedLimits.NameOf(l.Key), Limit: l.Value))
        .Where(l => string.CompareOrdinal(l.Use.Period, plan.From.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) >= 0)
        .OrderByDescending(l => l.Use.Period, StringComparer.Ordinal).ThenBy(l => l.Use.Of, StringComparer.Ordinal)
        .Take(ContestedMax)
        .Select(l => new ContestedLimit
        {
            Limit = Text(l.Use.Kind, l.Use.Of, l.Limit.Max),
            Period = l.Use.Period,
            Asked = l.Limit.Asked,
            Granted = l.Limit.Granted,
            Forecast = true,
        });

    private string Text(string kind, string of, long max) => kind switch
    {
        "budget" => FormattableString.Invariant($"{plan.NameOf(of)}: offers of at most {max / 100m:0.00} {plan.After.Policy(of)?.Budget?.Currency} a day"),
        "actions" => $"{plan.NameOf(of)}: at most {max} actions a day",
        "hour" => $"Queue {of}: at most {max} callbacks an hour",
        _ => $"Queue {of}: at most {max} callbacks a day",
    };

    private IEnumerable<string> LeftOut(long late)
    {
        yield return "The recorded touchpoints stay as they were: what customers would have done because of a message or an offer is not known.";
        yield return "Sending is assumed to be on, and no customer to be suppressed by an operator or to have an open case.";
        if (limits.Values.Any(l => l.Granted < l.Asked))
        {
            yield return "Who gets the last of a contested budget or queue is a forecast: it goes by the order of time here, and live by who asks first.";
        }

        if (plan.After.Set.Guardrails.Breaker is not null)
        {
            yield return "The circuit breaker is not simulated: its forecast depends on live activity.";
        }

        if (plan.After.Set.Guardrails.Queues.Any(q => q.OpenMax is not null))
        {
            yield return "How many cases are open in a queue is not known: it depends on when operators close them.";
        }

        foreach (var pool in plan.After.Set.Policies.SelectMany(p => new ActionPlan(p).All).Select(a => a.Template).OfType<OfferTemplate>().Select(o => o.Codes).OfType<string>().Distinct())
        {
            yield return $"Pool {pool} is assumed to have a code for everyone: what was left in it on those days is not known.";
        }

        if (late > 0)
        {
            yield return $"{late} touchpoints came late, after a later one of the same customer. They are taken at their own time; live, timers may have fired before they came.";
        }
    }
}
