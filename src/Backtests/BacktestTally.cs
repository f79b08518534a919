using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Backtests;

/// <summary>Adds up customers; each worker has its own, and they are put together at the end.</summary>
internal sealed class BacktestTally(BacktestPlan plan)
{
    private static readonly TimeSpan Near = TimeSpan.FromDays(1);
    private readonly HashSet<(int Day, bool After)> _reachedOn = [];
    private readonly HashSet<string> _near = new(StringComparer.Ordinal);

    public FiguresTally Before { get; } = new();

    public FiguresTally After { get; } = new();

    public long OnlyBefore { get; private set; }

    public long OnlyAfter { get; private set; }

    public long Both { get; private set; }

    public SortedDictionary<int, DayCounts> Days { get; } = [];

    public Dictionary<string, PolicyCounts> Policies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Overlap { get; } = new(StringComparer.Ordinal);

    /// <summary>Callbacks by queue and beginning of the hour.</summary>
    public Dictionary<(string Queue, DateTimeOffset Hour), long> Callbacks { get; } = [];

    public SampleChoice Samples { get; } = new();

    public void Add(string key, SideOutcome before, SideOutcome after)
    {
        if (before.Happened.Count == 0 && after.Happened.Count == 0)
        {
            return;
        }

        var (was, becomes) = (Before.Add(before.Happened, plan), After.Add(after.Happened, plan));
        OnlyBefore += was && !becomes ? 1 : 0;
        OnlyAfter += becomes && !was ? 1 : 0;
        Both += was && becomes ? 1 : 0;
        AddDays(before.Happened, after: false);
        AddDays(after.Happened, after: true);
        AddPolicies(before.Happened, after: false);
        AddPolicies(after.Happened, after: true);
        AddOverlap(after.Happened);
        AddCallbacks(after.Happened);
        if (after.Happened.Exists(h => plan.Focus.Contains(h.Policy)))
        {
            Samples.Offer(key, becomes);
        }
    }

    public void Merge(BacktestTally other)
    {
        Before.Merge(other.Before);
        After.Merge(other.After);
        (OnlyBefore, OnlyAfter, Both) = (OnlyBefore + other.OnlyBefore, OnlyAfter + other.OnlyAfter, Both + other.Both);
        foreach (var (day, counts) in other.Days)
        {
            Days[day] = Days.GetValueOrDefault(day).Plus(counts);
        }

        foreach (var (policy, counts) in other.Policies)
        {
            Policies[policy] = Policies.GetValueOrDefault(policy).Plus(counts);
        }

        foreach (var (policy, customers) in other.Overlap)
        {
            Overlap[policy] = Overlap.GetValueOrDefault(policy) + customers;
        }

        foreach (var (hour, callbacks) in other.Callbacks)
        {
            Callbacks[hour] = Callbacks.GetValueOrDefault(hour) + callbacks;
        }

        Samples.Merge(other.Samples);
    }

    private void AddDays(List<Happening> happened, bool after)
    {
        _reachedOn.Clear();
        foreach (var happening in happened)
        {
            if (!plan.Focus.Contains(happening.Policy))
            {
                continue;
            }

            var day = DateOnly.FromDateTime(happening.At.UtcDateTime).DayNumber;
            Days[day] = Days.GetValueOrDefault(day).Plus(happening.Kind switch
            {
                HappeningKind.Admitted => DayCounts.Action(after, first: _reachedOn.Add((day, after))),
                HappeningKind.Fired => default,
                _ => new DayCounts { HeldAfter = after ? 1 : 0 },
            });
        }
    }

    private void AddPolicies(List<Happening> happened, bool after)
    {
        _near.Clear();
        foreach (var happening in happened)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(Policies, happening.Policy, out _);
            counts = happening.Kind switch
            {
                HappeningKind.Fired => counts.Plus(PolicyCounts.Fired(after)),
                HappeningKind.Admitted => counts.Plus(PolicyCounts.Action(after, first: _near.Add(happening.Policy))),
                _ => counts,
            };
        }
    }

    // Other policies that act within a day of one in focus.
    private void AddOverlap(List<Happening> happened)
    {
        _near.Clear();
        foreach (var own in happened)
        {
            if (own.Kind != HappeningKind.Admitted || !plan.Focus.Contains(own.Policy))
            {
                continue;
            }

            foreach (var other in happened)
            {
                if (other.Kind == HappeningKind.Admitted && (other.At - own.At).Duration() <= Near && !plan.Focus.Contains(other.Policy) && _near.Add(other.Policy))
                {
                    Overlap[other.Policy] = Overlap.GetValueOrDefault(other.Policy) + 1;
                }
            }
        }
    }

    private void AddCallbacks(List<Happening> happened)
    {
        foreach (var happening in happened)
        {
            if (happening is { Kind: HappeningKind.Admitted, Action: ActionKind.Callback, Queue: { } queue })
            {
                var hour = (queue, PolicyHour.Of(happening.At));
                Callbacks[hour] = Callbacks.GetValueOrDefault(hour) + 1;
            }
        }
    }
}
