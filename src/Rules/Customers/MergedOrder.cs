using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Puts the histories of several customers into one order.</summary>
public static class MergedOrder
{
    /// <summary>
    /// The inputs in the order they would have had as one customer's: each history keeps its own order, and of their heads the one received first comes
    /// first; of two received together timers first, then the smaller source, the smaller id, the earlier history.
    /// </summary>
    public static ImmutableArray<StoredInput> Of(IReadOnlyList<ImmutableArray<StoredInput>> histories)
    {
        var merged = ImmutableArray.CreateBuilder<StoredInput>(histories.Sum(s => s.Length));
        var heads = new PriorityQueue<int, Head>();
        var places = new int[histories.Count];
        for (var i = 0; i < histories.Count; i++)
        {
            Offer(i);
        }

        while (heads.TryDequeue(out var history, out _))
        {
            merged.Add(histories[history][places[history]++]);
            Offer(history);
        }

        return merged.MoveToImmutable();

        void Offer(int history)
        {
            if (places[history] < histories[history].Length)
            {
                var head = histories[history][places[history]];
                heads.Enqueue(history, new Head(head.ReceivedAt, head.Input is RecordTouchpoint r ? r.Touchpoint.Identity : default, history));
            }
        }
    }

    private readonly record struct Head(DateTimeOffset ReceivedAt, TouchpointIdentity Identity, int History) : IComparable<Head>
    {
        public int CompareTo(Head other)
        {
            var order = ReceivedAt.CompareTo(other.ReceivedAt);
            order = order != 0 ? order : string.CompareOrdinal(Identity.Source, other.Identity.Source);
            order = order != 0 ? order : string.CompareOrdinal(Identity.Id, other.Identity.Id);
            return order != 0 ? order : History.CompareTo(other.History);
        }
    }
}
