using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Identities;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Gateway.Identities;

/// <summary>A customer's identities, and <c>/v1/links</c>.</summary>
internal static class IdentityEndpoints
{
    private static readonly LinkState[] Open = [LinkState.Proposed, LinkState.Undone];

    public static void MapIdentities(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/customers/{customer}/identities", OfCustomerAsync)
            .WithTags("Customers").WithName("ListIdentities").WithSummary("What says who the customer is, the surest first")
            .WithDescription("Each with the source that had it first, and whether it identifies the customer. At most 100.")
            .Produces<Api.Page<IdentityView>>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status404NotFound);
        var links = routes.MapGroup("/v1/links").WithTags("Customers").Refuses(StatusCodes.Status400BadRequest);
        links.MapGet("/", ListAsync)
            .WithName("ListLinks").WithSummary("Customers who have an identity in common, newest first")
            .WithDescription("A link is proposed where a system's id, an e-mail address or a telephone number of one customer comes with another. Two customers have one link.")
            .Produces<Api.Page<LinkView>>();
        links.MapGet("/{id:long}", GetAsync)
            .WithName("GetLink").WithSummary("A link")
            .Produces<LinkView>().Refuses(StatusCodes.Status404NotFound);
        links.MapPost("/{id:long}/dismiss", DismissAsync)
            .WithName("DismissLink").WithSummary("Say that the two are different customers")
            .WithDescription("The link is not proposed again, whatever else they have in common.")
            .Produces<LinkView>().Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> OfCustomerAsync(
        string customer, HttpContext context, IIdentityStore store, IdentityReader rules, IdentityViews views, IReadModel customers, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        var held = await store.ListAsync(key, rules.SharedMax, cancellationToken);
        return held.IsEmpty && await customers.CustomerAsync(key, cancellationToken) is null
            ? Problems.UnknownCustomer(key.Customer.Value)
            : TypedResults.Json(new Api.Page<IdentityView> { Items = [.. held.Select(views.Of)] }, ApiJson.Default.PageIdentityView);
    }

    private static Task<IResult> ListAsync(
        [Description("proposed, merged, dismissed or undone. Default: all.")] string? state,
        [Description("Only links of this customer.")] string? customer,
        [Description("true: only links whose identity too many customers have by now; false: without those. Default: all.")] string? shared,
        [Description("What next said.")] string? cursor,
        [Description("Most links, 1 to 500. Default: 50.")] string? limit,
        IIdentityLinks links,
        IdentityReader rules,
        IdentityViews views,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var query = new LinkQuery
        {
            State = arguments.Choice<LinkState>("state", state),
            Customer = arguments.Customer("customer", customer),
            Shared = arguments.Flag("shared", shared),
            SharedMax = rules.SharedMax,
            Cursor = arguments.Text("cursor", cursor),
            Limit = arguments.Limit(limit),
        };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await links.ListAsync(query, cancellationToken);
        var items = new List<LinkView>(page.Items.Length);
        foreach (var link in page.Items)
        {
            items.Add(await views.OfAsync(link, cancellationToken));
        }

        return TypedResults.Json(new Api.Page<LinkView> { Items = items, Next = page.Next }, ApiJson.Default.PageLinkView);
    });

    private static async Task<IResult> GetAsync(long id, IIdentityLinks links, IdentityReader rules, IdentityViews views, CancellationToken cancellationToken) =>
        await links.GetAsync(id, rules.SharedMax, cancellationToken) is { } link
            ? TypedResults.Json(await views.OfAsync(link, cancellationToken), ApiJson.Default.LinkView)
            : Unknown(id);

    private static async Task<IResult> DismissAsync(
        long id, HttpContext context, IIdentityLinks links, IdentityReader rules, IdentityViews views, TimeProvider clock, CancellationToken cancellationToken)
    {
        var settled = await links.SettleAsync(id, Open, LinkState.Dismissed, context.Actor().Name, clock.GetUtcNow(), cancellationToken);
        if (await links.GetAsync(id, rules.SharedMax, CancellationToken.None) is not { } link)
        {
            return Unknown(id);
        }

        return settled
            ? TypedResults.Json(await views.OfAsync(link, CancellationToken.None), ApiJson.Default.LinkView)
            : Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "link-settled",
                "The link is settled",
                $"Link {id} is {Names<LinkState>.Of(link.State)} already.",
                "Only a proposed link, or one whose merge was undone, can be dismissed. Load it again."));
    }

    private static IResult Unknown(long id) => Problems.NotFound("unknown-link", "There is no such link", $"No link has the number {id}.", "GET /v1/links lists them.");
}
