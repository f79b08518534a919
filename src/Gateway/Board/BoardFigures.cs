using CxOrchestrator.Api.Board;

namespace CxOrchestrator.Gateway.Board;

/// <summary>What the board can be filtered by, counted over all of it.</summary>
internal static class BoardFigures
{
    /// <summary>Most values of one kind; the most frequent stay.</summary>
    private const int FacetsMax = 100;

    public static BoardFacets Facets(List<BoardRow> rows, Func<string, string> segmentName) => new()
    {
        Journeys = Count(rows.Where(r => r.Journey is not null).Select(r => (r.Journey!, r.JourneyName ?? r.Journey!))),
        Stages = Count(rows.Where(r => r.Stage is not null).Select(r => ($"{r.Journey}/{r.Stage}", r.StageName ?? r.Stage!))),
        Causes = Count(rows.Where(r => r.Cause is not null).Select(r => (r.Cause!.Text, r.Cause.Text))),
        Segments = Count(rows.SelectMany(r => SegmentsOf(r).Select(s => (s, segmentName(s))))),
    };

    /// <summary>Whether two say the same.</summary>
    public static bool Same(BoardFacets a, BoardFacets b) =>
        a.Journeys.SequenceEqual(b.Journeys) && a.Stages.SequenceEqual(b.Stages) && a.Causes.SequenceEqual(b.Causes) && a.Segments.SequenceEqual(b.Segments);

    private static IEnumerable<string> SegmentsOf(BoardRow row) =>
        row.Segment is { } said && !row.Segments.Contains(said) ? row.Segments.Append(said) : row.Segments;

    private static List<Facet> Count(IEnumerable<(string Id, string Name)> values) =>
    [
        .. values.GroupBy(v => v.Id, StringComparer.Ordinal)
            .Select(g => new Facet { Id = g.Key, Name = g.First().Name, Count = g.LongCount() })
            .OrderByDescending(f => f.Count).ThenBy(f => f.Id, StringComparer.Ordinal)
            .Take(FacetsMax),
    ];
}
