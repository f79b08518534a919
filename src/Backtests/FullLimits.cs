using System.Collections.Immutable;

namespace CxOrchestrator.Backtests;

/// <summary>What a customer's run knows of limits that customers share: what is full for an ask that was seen before, and a guess for one that was not.</summary>
internal sealed class FullLimits
{
    private readonly Dictionary<(string Action, long Ticks), ImmutableArray<string>> _known = [];
    private readonly LimitSettlement _settlement;

    public FullLimits(LimitSettlement settlement, IReadOnlyList<LimitAsk> asks)
    {
        _settlement = settlement;
        foreach (var ask in asks)
        {
            _known[ask.Key] = ask.Full;
        }
    }

    public ImmutableArray<string> For(LimitAsk ask) => _known.TryGetValue(ask.Key, out var full) ? full : _settlement.Guess(ask);
}
