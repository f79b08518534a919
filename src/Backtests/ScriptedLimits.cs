using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Simulation;

namespace CxOrchestrator.Backtests;

/// <summary>
/// Answers for shared limits by what is known or guessed of all customers, and notes what was asked. Not asked are a breaker, whose forecast
/// needs a week of the live policy, and cases open in a queue, which operators close, and codes of a pool, whose stock of that day nobody knows.
/// </summary>
internal sealed class ScriptedLimits : ISharedLimits
{
    private List<LimitAsk> _asks = [];

    /// <summary>Limits that are full for an ask; null: none is.</summary>
    public Func<LimitAsk, ImmutableArray<string>>? Full { get; set; }

    public bool AnyAsked => _asks.Count > 0;

    /// <summary>What was asked since it was taken last.</summary>
    public List<LimitAsk> TakeAsks()
    {
        var asks = _asks;
        _asks = [];
        return asks;
    }

    public ImmutableArray<string> Take(DecidedAction action, ImmutableArray<LimitUse> uses, DateTimeOffset at)
    {
        var known = uses.RemoveAll(u => SharedLimits.IsBreaker(u) || SharedLimits.IsCounted(u.Limit));
        if (known.IsEmpty)
        {
            return [];
        }

        var ask = new LimitAsk(action, at, known);
        ask.Told = Full?.Invoke(ask) ?? [];
        _asks.Add(ask);
        return ask.Told;
    }
}
