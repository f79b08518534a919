using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Backtests;

/// <summary>Limits that are asked for together, with all that was asked of them.</summary>
/// <param name="number">Tells groups apart that begin at one moment.</param>
internal sealed class LimitGroup(int number)
{
    private bool _changed;

    public int Number => number;

    /// <summary>The first that was ever asked.</summary>
    public DateTimeOffset BeginsAt { get; private set; } = DateTimeOffset.MaxValue;

    public List<LimitAsk> Asks { get; } = [];

    /// <summary>Taken back since the last settlement.</summary>
    public HashSet<LimitAsk> Gone { get; } = [];

    public List<string> Names { get; } = [];

    /// <summary>By the last settlement.</summary>
    public Dictionary<string, AskedLimit> Limits { get; } = new(StringComparer.Ordinal);

    public void Add(LimitAsk ask)
    {
        Asks.Add(ask);
        BeginsAt = ask.At < BeginsAt ? ask.At : BeginsAt;
        _changed = true;
    }

    /// <summary>Takes over all of another group.</summary>
    public void Take(LimitGroup other)
    {
        Asks.AddRange(other.Asks);
        Gone.UnionWith(other.Gone);
        Names.AddRange(other.Names);
        BeginsAt = other.BeginsAt < BeginsAt ? other.BeginsAt : BeginsAt;
        _changed = true;
    }

    /// <summary>Goes through all asks in the order of time and admission, where any changed.</summary>
    public void Settle()
    {
        if (!_changed && Gone.Count == 0)
        {
            return;
        }

        _changed = false;
        if (Gone.Count > 0)
        {
            Asks.RemoveAll(Gone.Contains);
            Gone.Clear();
        }

        Asks.Sort();
        Limits.Clear();
        foreach (var ask in Asks)
        {
            var lacking = Lacking(ask);
            if (!ask.Full.AsSpan().SequenceEqual(lacking.AsSpan()))
            {
                // Only where it changes: a write to every one of many old objects has the collector look at all of them.
                ask.Full = lacking;
            }

            foreach (var use in ask.Uses)
            {
                ref var limit = ref CollectionsMarshal.GetValueRefOrNullRef(Limits, use.Limit);
                if (ask.Full.IsEmpty)
                {
                    limit.Used += use.Amount;
                    limit.Granted++;
                }
                else if (limit.FullFrom is null && ask.Full.Contains(use.Limit))
                {
                    limit.FullFrom = ask;
                }
            }
        }
    }

    private ImmutableArray<string> Lacking(LimitAsk ask)
    {
        var lacking = ImmutableArray<string>.Empty;
        foreach (var use in ask.Uses)
        {
            ref var limit = ref CollectionsMarshal.GetValueRefOrAddDefault(Limits, use.Limit, out _);
            limit.Asked++;
            limit.Max = use.Max;
            if (limit.Used + use.Amount > use.Max)
            {
                limit.Alone = limit.Alone.IsDefault ? [use.Limit] : limit.Alone;
                lacking = lacking.IsEmpty ? limit.Alone : lacking.Add(use.Limit);
            }
        }

        return lacking;
    }
}

/// <summary>How a limit was asked.</summary>
internal struct AskedLimit
{
    public long Max;
    public long Used;
    public long Asked;
    public long Granted;

    /// <summary>Its name as the only one of a list: one list for all who lack it.</summary>
    public ImmutableArray<string> Alone;

    /// <summary>The first that it had no room for; null: it had for all.</summary>
    public LimitAsk? FullFrom;
}
