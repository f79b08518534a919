using CxOrchestrator.Api.Board;

namespace CxOrchestrator.Console.Board;

/// <summary>The board's orders, by the words of <see cref="BoardFilter.Sort"/>.</summary>
internal static class BoardOrder
{
    public static IComparer<BoardRow> For(string sort)
    {
        var descending = sort.StartsWith('-');
        Comparison<BoardRow> by = sort.TrimStart('-') switch
        {
            "mood" => (a, b) => a.Mood.CompareTo(b.Mood),
            "since" => (a, b) => a.Since.CompareTo(b.Since),
            "value" => (a, b) => (a.LifetimeValue ?? 0).CompareTo(b.LifetimeValue ?? 0),
            "customer" => (a, b) => string.CompareOrdinal(a.Name ?? a.Customer, b.Name ?? b.Customer),
            _ => (a, b) => a.Risk.CompareTo(b.Risk),
        };
        return Comparer<BoardRow>.Create((a, b) =>
        {
            var order = descending ? by(b, a) : by(a, b);
            return order != 0 ? order : string.CompareOrdinal(a.Customer, b.Customer);
        });
    }
}
