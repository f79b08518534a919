using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Customers;

/// <summary><c>/v1/search</c>.</summary>
internal static class SearchEndpoints
{
    private const int SearchLimitMax = 50;
    private const int SearchLimitDefault = 20;

    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/search", GetAsync)
            .WithName("Search").WithTags("Customers").WithSummary("Find customers, policies, journeys and cases")
            .WithDescription("Customers whose id, name or e-mail address begins with the text, or who have it as any identity; policies and journeys whose id or name contains it, a case by its id.")
            .Produces<Api.Page<SearchHit>>()
            .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> GetAsync(
        [Description("What to look for.")] string? q,
        [Description("Most hits, 1 to 50. Default: 20.")] string? limit,
        CustomerSearch search,
        ICaseStore cases,
        IDefinitions definitions,
        HttpContext context,
        Sight sight,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var text = arguments.Text("q", q?.Trim());
        var most = arguments.Limit(limit, SearchLimitMax, SearchLimitDefault);
        if (text is null && arguments.Problem is null)
        {
            arguments.Wrong("q", "Say what to look for.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var masked = sight.HidesPersonal(context.User);
        var hits = Defined(definitions.Current, text!).Take(most).ToList();
        if (await cases.GetAsync(text!, cancellationToken) is { } found)
        {
            hits.Insert(0, new SearchHit { Kind = "case", Id = found.Id, Name = masked ? null : found.Reason });
        }

        hits.InsertRange(0, await search.FindAsync(text!, most, masked, cancellationToken));
        return TypedResults.Json(new Api.Page<SearchHit> { Items = hits.Count <= most ? hits : hits.GetRange(0, most) }, ApiJson.Default.PageSearchHit);
    }

    private static IEnumerable<SearchHit> Defined(CompiledDefinitions definitions, string text) =>
        definitions.Policies.Where(p => Has(p.Id, p.Name, text)).Select(p => new SearchHit { Kind = "policy", Id = p.Id, Name = p.Name })
            .Concat(definitions.Set.Journeys.Where(j => Has(j.Id, j.Name, text)).Select(j => new SearchHit { Kind = "journey", Id = j.Id, Name = j.Name }));

    private static bool Has(string id, string name, string text) =>
        id.Contains(text, StringComparison.OrdinalIgnoreCase) || name.Contains(text, StringComparison.OrdinalIgnoreCase);
}
