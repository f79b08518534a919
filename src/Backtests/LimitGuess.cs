using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Backtests;

/// <summary>
/// Guesses in a first run whether a limit will have been full when an action asks, from the customers that were run so far: how many of them
/// asked before it, times how many more customers there are. A wrong guess costs another run of the customer, nothing else.
/// </summary>
/// <param name="done">Share of the customers that were run so far, above 0 to 1; null: not known.</param>
internal sealed class LimitGuess(Func<double?> done)
{
    private const int AsksMin = 16;

    private readonly ConcurrentDictionary<string, List<long>> _asked = new(StringComparer.Ordinal);

    public ImmutableArray<string> For(LimitAsk ask)
    {
        if (done() is not { } share)
        {
            return [];
        }

        var full = ImmutableArray<string>.Empty;
        foreach (var use in ask.Uses)
        {
            full = IsFull(use, ask.At.UtcTicks, share) ? full.Add(use.Limit) : full;
        }

        return full;
    }

    private bool IsFull(LimitUse use, long ticks, double share)
    {
        var asked = _asked.GetOrAdd(use.Limit, _ => []);
        lock (asked)
        {
            // The first of equal ones, so that many who ask at midnight do not stand in line by when they were simulated.
            var place = asked.BinarySearch(ticks);
            place = place < 0 ? ~place : place;
            while (place > 0 && asked[place - 1] == ticks)
            {
                place--;
            }

            var equal = 0;
            while (place + equal < asked.Count && asked[place + equal] == ticks)
            {
                equal++;
            }

            asked.Insert(place, ticks);
            return asked.Count >= AsksMin && ((place + (equal / 2.0)) / share * use.Amount) + use.Amount > use.Max;
        }
    }
}
