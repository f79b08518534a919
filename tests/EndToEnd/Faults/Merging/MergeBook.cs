using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults.Merging;

/// <summary>What was sent, of pairs of customers who are one person each, and what has to come of it.</summary>
internal sealed class MergeBook
{
    private static readonly string[] Order = ["order.placed", "payment.approved", "order.shipped", "order.delivered"];
    private static readonly string[] Names = ["placed", "paid", "shipped", "delivered"];

    private readonly string _run;
    private readonly IReadOnlyList<Line> _lines;

    public MergeBook(IReadOnlyList<Line> lines, int pairs, string run)
    {
        (_lines, _run) = (lines, run);
        First = [.. lines.DistinctBy(l => l.Customer)];
        Assert.Equal(pairs * 2, First.Count);

        // The first of each customer is sent ahead; what repeats it stays among the rest.
        var ahead = new HashSet<string>(First.Select(l => l.Id), StringComparer.Ordinal);
        Rest = [.. lines.Where(l => !ahead.Remove(l.Id))];
    }

    /// <summary>One touchpoint of everybody.</summary>
    public IReadOnlyList<Line> First { get; }

    /// <summary>All others, in their order.</summary>
    public IReadOnlyList<Line> Rest { get; }

    public long Count => _lines.Count;

    public long Distinct => _lines.DistinctBy(l => l.Id).Count();

    public long Failed => _lines.DistinctBy(l => l.Id).Count(l => l.Type == "payment.failed");

    public (string A, string B) Pair(int pair) => ($"{_run}-c{pair * 2}", $"{_run}-c{(pair * 2) + 1}");

    /// <summary>The touchpoints of a pair, each once.</summary>
    public IReadOnlyList<Line> Expected(int pair) => [.. _lines.Where(l => l.Customer == Pair(pair).A || l.Customer == Pair(pair).B).DistinctBy(l => l.Id)];

    /// <summary>How far each order came: the furthest stage that a touchpoint entered, in whatever order they came.</summary>
    public static IReadOnlyDictionary<string, string> Stages(IEnumerable<Line> lines) => lines.Where(l => Array.IndexOf(Order, l.Type) >= 0)
        .GroupBy(l => l.Order).ToDictionary(o => o.Key, o => Names[o.Max(l => Array.IndexOf(Order, l.Type))]);
}
