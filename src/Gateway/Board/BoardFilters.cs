using System.Globalization;
using System.Text;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Touchpoints;

namespace CxOrchestrator.Gateway.Board;

/// <summary>What filters let through, and in which order.</summary>
internal static class BoardFilters
{
    public const string Sorts = "risk, mood, since, value, customer; with - before it descending";

    private const int TextLengthMax = 200;

    /// <summary>What is wrong with the filter, by its field.</summary>
    public static IReadOnlyList<FieldProblem> Check(BoardFilter filter)
    {
        var problems = new List<FieldProblem>();
        if (Key(filter.Sort) is not ("risk" or "mood" or "since" or "value" or "customer"))
        {
            problems.Add(new FieldProblem { Pointer = "sort", Detail = $"It is one of {Sorts}." });
        }

        if (filter.Limit is < 1 or > BoardFilter.LimitMax)
        {
            problems.Add(new FieldProblem { Pointer = "limit", Detail = $"It is a whole number from 1 to {BoardFilter.LimitMax}." });
        }

        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)
            [("journey", filter.Journey), ("stage", filter.Stage), ("cause", filter.Cause), ("segment", filter.Segment), ("search", filter.Search)])
        {
            if (text?.Length > TextLengthMax)
            {
                problems.Add(new FieldProblem { Pointer = name, Detail = $"It has at most {TextLengthMax} characters." });
            }
        }

        return problems;
    }

    /// <summary>The filter as it is shared: what is empty is not asked for.</summary>
    public static BoardFilter Normal(BoardFilter filter) => filter with
    {
        Journey = Asked(filter.Journey),
        Stage = Asked(filter.Stage),
        Cause = Asked(filter.Cause),
        Segment = Asked(filter.Segment),
        Search = Asked(filter.Search),
    };

    /// <param name="idsOnly">Names are not searched: who does not see them must not find them out.</param>
    /// <param name="filter">What is asked for.</param>
    /// <param name="row">Row of the board.</param>
    public static bool Matches(BoardFilter filter, BoardRow row, bool idsOnly = false) =>
        (filter.Journey is not { } journey || row.Journey == journey)
        && (filter.Stage is not { } stage || row.Stage == stage || $"{row.Journey}/{row.Stage}" == stage)
        && (filter.Cause is not { } cause || row.Cause?.Kind == cause || row.Cause?.Text == cause)
        && (filter.Segment is not { } segment || row.Segment == segment || row.Segments.Contains(segment))
        && (filter.Claimed is not { } claimed || claimed == row.ClaimedBy is not null)
        && (filter.Search is not { } search
            || row.Customer.Contains(search, StringComparison.OrdinalIgnoreCase)
            || (!idsOnly && row.Name?.Contains(search, StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>The order of a sort; customers' ids decide among equals.</summary>
    public static Comparison<BoardRow> Order(string sort)
    {
        var key = Key(sort);
        var sign = sort.StartsWith('-') ? -1 : 1;
        return (a, b) =>
        {
            var order = key == "customer"
                ? string.CompareOrdinal(a.Customer, b.Customer)
                : Number(a, key).CompareTo(Number(b, key));
            return order != 0 ? sign * order : string.CompareOrdinal(a.Customer, b.Customer);
        };
    }

    /// <summary>A cursor after the row.</summary>
    public static string Cursor(BoardRow row, string sort)
    {
        var number = Number(row, Key(sort)).ToString("R", CultureInfo.InvariantCulture);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{number} {row.Customer}")).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Whether the row comes after the cursor; null where the cursor cannot be read.</summary>
    public static Func<BoardRow, bool>? After(string cursor, string sort)
    {
        var key = Key(sort);
        var sign = sort.StartsWith('-') ? -1 : 1;
        Span<byte> bytes = stackalloc byte[1024];
        if (cursor.Length > TextLengthMax * 4
            || !Convert.TryFromBase64String(cursor.Replace('-', '+').Replace('_', '/'), bytes, out var written)
            || Encoding.UTF8.GetString(bytes[..written]).Split(' ', 2) is not [var first, var customer]
            || !double.TryParse(first, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return row =>
        {
            var order = key == "customer" ? 0 : sign * Number(row, key).CompareTo(number);
            var names = string.CompareOrdinal(row.Customer, customer);
            return order > 0 || (order == 0 && (key == "customer" ? sign * names : names) > 0);
        };
    }

    private static string? Asked(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Key(string sort) => sort.StartsWith('-') ? sort[1..] : sort;

    private static double Number(BoardRow row, string key) => key switch
    {
        "mood" => row.Mood,
        "since" => row.Since.ToUnixTimeMilliseconds(),
        "value" => row.LifetimeValue ?? 0,
        _ => row.Risk,
    };
}
