using System.ComponentModel;
using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Merges;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Identities;
using Microsoft.AspNetCore.Mvc;

namespace CxOrchestrator.Gateway.Merges;

/// <summary><c>/v1/customers/{customer}/merge</c> and <c>/v1/merges</c>.</summary>
internal static class MergeEndpoints
{
    public static void MapMerges(this IEndpointRouteBuilder routes)
    {
        var customer = routes.MapGroup("/v1/customers/{customer}/merge").WithTags("Merges")
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict).Refuses(StatusCodes.Status410Gone);
        customer.MapGet("/", PreviewAsync)
            .WithName("PreviewMerge").WithSummary("What this customer and another one would be as one")
            .WithDescription("Both as they are, and the customer that they would become. Nothing changes.")
            .Produces<MergePreviewView>();
        customer.MapPost("/", MergeAsync)
            .WithName("MergeCustomers").WithSummary("Merge another customer into this one")
            .WithDescription("Both are one customer from then on: touchpoints, journeys, cases, actions and suppressions of the other are this one's, and consent follows the strictest. It can be undone. Asking again changes nothing.")
            .Accepts<MergeRequest>("application/json").Produces<MergeView>();
        var merges = routes.MapGroup("/v1/merges").WithTags("Merges").Refuses(StatusCodes.Status400BadRequest);
        merges.MapGet("/", ListAsync)
            .WithName("ListMerges").WithSummary("Merges, newest first, those that were undone included")
            .Produces<Api.Page<MergeView>>();
        merges.MapPost("/{number:long}/undo", UndoAsync)
            .WithName("UndoMerge").WithSummary("Undo a merge")
            .WithDescription("Both are two customers again, each with its own touchpoints, those included that came since. Cooldowns count for both. Asking again changes nothing.")
            .Produces<MergeView>().Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict).Refuses(StatusCodes.Status410Gone);
    }

    private static async Task<IResult> PreviewAsync(
        string customer,
        [Description("Id of the customer who would become a part of this one.")] string? with,
        HttpContext context,
        [FromServices] ICustomerMerges merges,
        MergeViews views,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        var other = Other(arguments, "with", with);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var preview = await merges.PreviewAsync(other!.Value, key!.Value, cancellationToken);
        return preview.Result == MergeResult.Merged
            ? TypedResults.Json(await views.OfAsync(key.Value.Tenant, preview, cancellationToken), ApiJson.Default.MergePreviewView)
            : MergeProblems.Of(preview.Result, key.Value.Customer.Value, with!);
    }

    private static async Task<IResult> MergeAsync(
        string customer,
        HttpContext context,
        [FromServices] ICustomerMerges merges,
        [FromServices] ICustomerMergeStore store,
        [FromServices] MergedLinks links,
        IAuditTrail trail,
        CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.MergeRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        var other = Other(arguments, "/with", body.With);
        if (body.Reason?.Length > MergeReason.TextLengthMax)
        {
            arguments.Wrong("/reason", $"It has at most {MergeReason.TextLengthMax} characters.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var by = context.Actor().Name;
        var outcome = await merges.MergeAsync(other!.Value, key!.Value, new MergeReason { Kind = MergeReason.ByHand, Text = body.Reason }, by, cancellationToken);
        if (outcome.Result == MergeResult.Merged)
        {
            await NoteAsync(trail, by, AuditActions.CustomersMerged, outcome.Number, body.Reason);
        }

        if (outcome.IsDone)
        {
            await links.SettleAsync(other.Value, key.Value, LinkState.Merged, by);
        }

        var number = outcome.Result == MergeResult.AlreadyOne ? await NumberAsync(store, other.Value, cancellationToken) : outcome.Number;
        return outcome.IsDone && number is { } known && await store.GetAsync(known, CancellationToken.None) is { } merge
            ? TypedResults.Json(MergeViews.Of(merge), ApiJson.Default.MergeView)
            : MergeProblems.Of(outcome.Result, key.Value.Customer.Value, body.With);
    }

    private static async Task<IResult> UndoAsync(
        long number,
        HttpContext context,
        [FromServices] ICustomerMerges merges,
        [FromServices] ICustomerMergeStore store,
        [FromServices] MergedLinks links,
        IAuditTrail trail,
        CancellationToken cancellationToken)
    {
        var by = context.Actor().Name;
        var outcome = await merges.UndoAsync(number, by, cancellationToken);
        if (outcome.Result == MergeResult.Undone)
        {
            await NoteAsync(trail, by, AuditActions.MergeUndone, number, null);
        }

        var undone = outcome.IsDone ? await store.GetAsync(number, CancellationToken.None) : null;
        if (undone is not null)
        {
            await links.SettleAsync(undone.From, undone.Into, LinkState.Undone, by);
        }

        return undone is { } merge
            ? TypedResults.Json(MergeViews.Of(merge), ApiJson.Default.MergeView)
            : MergeProblems.OfUndo(outcome.Result, number);
    }

    private static async Task<IResult> ListAsync(
        [Description("Only of this customer, on either side.")] string? customer,
        [Description("What next said.")] string? cursor,
        [Description("Most merges, 1 to 500. Default: 50.")] string? limit,
        [FromServices] ICustomerMergeStore store,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var (of, before, most) = (customer is null ? null : arguments.Customer("customer", customer), arguments.Number("cursor", cursor), arguments.Limit(limit));
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var found = await store.ListAsync(of, before, most + 1, cancellationToken);
        var items = found.Length > most ? found[..most] : found;
        return TypedResults.Json(
            new Api.Page<MergeView>
            {
                Items = [.. items.Select(MergeViews.Of)],
                Next = found.Length > most ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null,
            },
            ApiJson.Default.PageMergeView);
    }

    private static CustomerKey? Other(Arguments arguments, string pointer, string? customer)
    {
        if (string.IsNullOrWhiteSpace(customer))
        {
            arguments.Wrong(pointer, "Say which customer, by its id.");
            return null;
        }

        return arguments.Customer(pointer, customer);
    }

    // The merge by which the customer became a part of what it is a part of.
    private static async Task<long?> NumberAsync(ICustomerMergeStore store, CustomerKey other, CancellationToken cancellationToken) =>
        (await store.ListAsync(other, null, CustomerState.HistoriesMax, cancellationToken)).FirstOrDefault(m => m.UndoneAt is null)?.Number;

    private static Task<AuditEntry> NoteAsync(IAuditTrail trail, string by, string action, long number, string? reason) => trail.AddAsync(
        new AuditEntry { By = by, Action = action, Kind = "merge", Id = number.ToString(CultureInfo.InvariantCulture), Detail = reason }, CancellationToken.None);
}
