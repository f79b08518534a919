using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Backtests;

/// <summary>
/// Who gets what of limits that customers share. Customers are simulated one after the other, each with a guess of what will have been full;
/// then all that was asked is gone through in the order of time. Whose run knew something else is simulated again, asks otherwise perhaps,
/// and what that touches is gone through once more, until nothing changes. A refusal moves only what comes after it: so it goes forward, a
/// stretch of time after the other, and what it settles in does not depend on the guesses.
/// </summary>
internal sealed class LimitSettlement
{
    // What is looked at together: no longer than the shortest limit lasts, since who is refused by one asks the next, and a run that knew
    // that one as it was before is a run for nothing.
    private static readonly TimeSpan Stretch = TimeSpan.FromHours(1);

    // Limits that some action asks for together stand in one group: what one of them lacks changes what is left of the others.
    private readonly Dictionary<string, LimitGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Groups that changed, or whose requests were answered differently, by their beginning.</summary>
    private readonly SortedSet<LimitGroup> _open = new(Comparer<LimitGroup>.Create(static (a, b) => a.BeginsAt != b.BeginsAt ? a.BeginsAt.CompareTo(b.BeginsAt) : a.Number.CompareTo(b.Number)));
    private int _made;

    /// <summary>Adds what a customer's first run asked for.</summary>
    public void Add(ContestingCustomer customer, IReadOnlyList<LimitAsk> asks)
    {
        foreach (var ask in asks)
        {
            ask.Customer = customer;
            Add(ask);
        }
    }

    /// <summary>Takes what another run asked for in the place of the one before; what both ask for stays as it is.</summary>
    /// <returns>The asks that count.</returns>
    public List<LimitAsk> Replace(ContestingCustomer customer, IReadOnlyList<LimitAsk> before, IReadOnlyList<LimitAsk> after)
    {
        var had = before.ToDictionary(static a => a.Key);
        var asks = new List<LimitAsk>(after.Count);
        foreach (var ask in after)
        {
            if (had.Remove(ask.Key, out var same) && same.Uses.AsSpan().SequenceEqual(ask.Uses.AsSpan()))
            {
                same.Told = ask.Told;
                asks.Add(same);
                continue;
            }

            if (same is not null)
            {
                Remove(same);
            }

            ask.Customer = customer;
            Add(ask);
            asks.Add(ask);
        }

        foreach (var gone in had.Values)
        {
            Remove(gone);
        }

        return asks;
    }

    /// <summary>Goes forward to the next stretch of time in which runs knew something else than is so, and gives the customers; none: all is settled.</summary>
    public IReadOnlyList<ContestingCustomer> Next()
    {
        var unsettled = new HashSet<ContestingCustomer>();
        while (unsettled.Count == 0 && _open.Min is { } first)
        {
            foreach (var group in _open.TakeWhile(g => g.BeginsAt - first.BeginsAt < Stretch).ToList())
            {
                group.Settle();
                var told = group.Asks.FindAll(a => !a.IsSettled);
                unsettled.UnionWith(told.Select(a => a.Customer!));
                if (told.Count == 0)
                {
                    _open.Remove(group);
                }
            }
        }

        // In one order, so that the same backtest does the same.
        return [.. unsettled.OrderBy(c => c.Key, StringComparer.Ordinal)];
    }

    /// <summary>Whether an ask that was not seen before would find its limits full, by what is settled so far.</summary>
    public ImmutableArray<string> Guess(LimitAsk ask)
    {
        var full = ImmutableArray<string>.Empty;
        foreach (var use in ask.Uses)
        {
            full = _groups.TryGetValue(use.Limit, out var group) && group.Limits.TryGetValue(use.Limit, out var limit) && limit.FullFrom is { } from && from.CompareTo(ask) <= 0
                ? full.Add(use.Limit)
                : full;
        }

        return full;
    }

    /// <summary>How each limit was asked.</summary>
    public IEnumerable<KeyValuePair<string, AskedLimit>> Limits() => _groups.Values.Distinct().SelectMany(g => g.Limits);

    private void Add(LimitAsk ask)
    {
        var group = GroupOf(ask);
        _open.Remove(group);
        group.Add(ask);
        _open.Add(group);
    }

    private void Remove(LimitAsk ask)
    {
        var group = _groups[ask.Uses[0].Limit];
        group.Gone.Add(ask);
        _open.Add(group);
    }

    private LimitGroup GroupOf(LimitAsk ask)
    {
        LimitGroup? group = null;
        foreach (var use in ask.Uses)
        {
            if (!_groups.TryGetValue(use.Limit, out var own))
            {
                own = group ?? new LimitGroup(_made++);
                _groups[use.Limit] = own;
                own.Names.Add(use.Limit);
            }

            group = group is null || group == own ? own : Join(group, own);
        }

        return group!;
    }

    private LimitGroup Join(LimitGroup one, LimitGroup other)
    {
        var (large, small) = one.Asks.Count >= other.Asks.Count ? (one, other) : (other, one);
        _open.Remove(small);
        _open.Remove(large);
        large.Take(small);
        foreach (var name in small.Names)
        {
            _groups[name] = large;
        }

        _open.Add(large);
        return large;
    }
}
