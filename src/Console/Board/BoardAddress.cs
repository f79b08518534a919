using CxOrchestrator.Api.Board;

namespace CxOrchestrator.Console.Board;

/// <summary>The board's filter in the address, both ways: a link shows a colleague the same.</summary>
internal static class BoardAddress
{
    public static BoardFilter Parse(string uri)
    {
        var filter = new BoardFilter();
        var query = new Uri(uri, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } absolute ? absolute.Query : uri[(uri.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? at : uri.Length)..];
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length == 2 ? Uri.UnescapeDataString(parts[1].Replace('+', ' ')) : "";
            filter = value.Length == 0 ? filter : parts[0] switch
            {
                "journey" => filter with { Journey = value },
                "stage" => filter with { Stage = value },
                "cause" => filter with { Cause = value },
                "segment" => filter with { Segment = value },
                "search" => filter with { Search = value },
                "claimed" => filter with { Claimed = value == "true" },
                "sort" => filter with { Sort = value },
                _ => filter,
            };
        }

        return filter;
    }

    /// <summary>Everybody at risk, in whatever order.</summary>
    public static bool Unfiltered(BoardFilter filter) => filter with { Sort = new BoardFilter().Sort, Limit = new BoardFilter().Limit } == new BoardFilter();

    /// <summary>The address without what is at its default.</summary>
    public static string Of(BoardFilter filter)
    {
        var parts = new List<string>();
        Add("journey", filter.Journey);
        Add("stage", filter.Stage);
        Add("cause", filter.Cause);
        Add("segment", filter.Segment);
        Add("search", filter.Search);
        Add("claimed", filter.Claimed?.ToString().ToLowerInvariant());
        Add("sort", filter.Sort == new BoardFilter().Sort ? null : filter.Sort);
        return parts.Count == 0 ? "board" : $"board?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }
}
