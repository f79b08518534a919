using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Board;

/// <summary><c>/v1/at-risk</c>: the board, read out of memory.</summary>
internal static class BoardEndpoints
{
    public static void MapBoard(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/at-risk", Get)
            .WithName("GetAtRisk").WithTags("Board").WithSummary("Customers at risk")
            .WithDescription("Those with an open low point or a risk of 60 and more; filtered, sorted and paged. Live changes come over the hub at /hubs/live.")
            .Produces<Page<BoardRow>>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status503ServiceUnavailable);

    private static IResult Get(
        string? journey,
        [Description("A stage's id, or journey/stage.")] string? stage,
        [Description("Kind or text of the cause.")] string? cause,
        [Description("A defined segment's id, or the segment that the upstream system says.")] string? segment,
        [Description("Part of the customer's id or name.")] string? search,
        [Description("true: only claimed ones; false: only unclaimed ones.")] string? claimed,
        [Description("risk, mood, since, value, customer; with - before it descending. Default: -risk.")] string? sort,
        [Description("What next said.")] string? cursor,
        [Description("Most rows, 1 to 1000. Default: 50.")] string? limit,
        HttpContext context,
        Sight sight,
        LiveBoard board)
    {
        var arguments = new Arguments();
        var filter = BoardFilters.Normal(new BoardFilter
        {
            Journey = journey,
            Stage = stage,
            Cause = cause,
            Segment = segment,
            Search = search,
            Claimed = arguments.Flag("claimed", claimed),
            Sort = string.IsNullOrEmpty(sort) ? "-risk" : sort,
            Limit = arguments.Limit(limit, BoardFilter.LimitMax),
        });
        foreach (var wrong in BoardFilters.Check(filter))
        {
            arguments.Wrong(wrong.Pointer, wrong.Detail);
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var after = string.IsNullOrEmpty(cursor) ? static _ => true : BoardFilters.After(cursor, filter.Sort);
        if (after is null)
        {
            arguments.Wrong("cursor", "Pass the next cursor of the page before, with the same sort.");
            return arguments.Problem!;
        }

        if (!board.Loaded)
        {
            return Problems.Of(Problems.Unavailable("The board is still being read from the store."), TimeSpan.FromSeconds(1));
        }

        List<BoardRow> rows;
        lock (board.Gate)
        {
            rows = board.Rows();
        }

        var matching = rows.FindAll(r => BoardFilters.Matches(filter, r, sight.HidesPersonal(context.User)));
        matching.Sort(BoardFilters.Order(filter.Sort));
        var rest = matching.FindAll(r => after(r));
        var items = rest.Count <= filter.Limit ? rest : rest.GetRange(0, filter.Limit);
        return TypedResults.Json(
            new Page<BoardRow>
            {
                Items = items,
                Next = rest.Count > items.Count ? BoardFilters.Cursor(items[^1], filter.Sort) : null,
                Total = matching.Count,
            },
            ApiJson.Default.PageBoardRow);
    }
}
