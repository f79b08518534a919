using System.ComponentModel;
using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Privacy;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>A customer's consent, export and erasure, and <c>/v1/erasures</c>.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var customer = routes.MapGroup("/v1/customers/{customer}").WithTags("Privacy")
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status404NotFound);
        customer.MapGet("/consents", ConsentsAsync)
            .WithName("ListConsents").WithSummary("The customer's opt-ins and opt-outs, newest first")
            .WithDescription("Per channel and purpose, each with the touchpoint that said it. A bounce closes a channel and is not consent.")
            .Produces<Api.Page<ConsentView>>();
        customer.MapGet("/export", ExportAsync)
            .WithName("ExportCustomer").WithSummary("Everything that is stored of the customer, as one JSON file")
            .WithDescription("State and profile, identities, the timeline with bodies, decisions, actions with their texts, cases with notes, consent, codes and dead letters.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json");
        customer.MapPost("/erasure", EraseAsync)
            .WithName("EraseCustomer").WithSummary("Erase the customer")
            .WithDescription("It cannot be undone. From then on nothing about the customer is shown, decided or sent; stored data is removed within a minute. Touchpoints that arrive later are counted as erased and not kept.")
            .Produces<ErasureView>(StatusCodes.Status202Accepted);
        customer.MapGet("/erasure", ErasureOfAsync)
            .WithName("GetErasureOfCustomer").WithSummary("The customer's erasure")
            .Produces<ErasureView>();
        customer.MapDelete("/erasure", ReadmitAsync)
            .WithName("ReadmitCustomer").WithSummary("Readmit an erased customer")
            .WithDescription("Touchpoints that happened after the erasure are accepted again; earlier ones are not.")
            .Produces<ErasureView>().Refuses(StatusCodes.Status409Conflict);
        var erasures = routes.MapGroup("/v1/erasures").WithTags("Privacy").Refuses(StatusCodes.Status400BadRequest);
        erasures.MapGet("/", ListAsync)
            .WithName("ListErasures").WithSummary("Erasures, newest first, without whose they are")
            .Produces<Api.Page<ErasureView>>();
        erasures.MapGet("/{number:long}", GetAsync)
            .WithName("GetErasure").WithSummary("How far an erasure is")
            .Produces<ErasureView>().Refuses(StatusCodes.Status404NotFound);
    }

    private static Task<IResult> ConsentsAsync(
        string customer,
        [Description("What next said.")] string? cursor,
        [Description("Most entries, 1 to 500. Default: 50.")] string? limit,
        HttpContext context,
        IConsentLog log,
        IReadModel store,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var (key, after, most) = (arguments.PathCustomer(context, customer), arguments.Text("cursor", cursor), arguments.Limit(limit));
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await log.ListAsync(key!.Value, after, most, cancellationToken);
        return page.Items.IsEmpty && await store.CustomerAsync(key.Value, cancellationToken) is null
            ? Problems.UnknownCustomer(key.Value.Customer.Value)
            : TypedResults.Json(new Api.Page<ConsentView> { Items = [.. page.Items.Select(ConsentViews.Of)], Next = page.Next }, ApiJson.Default.PageConsentView);
    });

    private static async Task<IResult> ExportAsync(
        string customer, HttpContext context, CustomerReader reader, CustomerExport export, IAuditTrail trail, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        if (await reader.StateAsync(key, cancellationToken) is not { } state)
        {
            return Problems.UnknownCustomer(key.Customer.Value);
        }

        // Before the first byte: what left the house is in the trail, whatever becomes of the answer.
        await trail.AddAsync(new AuditEntry { By = context.Actor().Name, Action = AuditActions.CustomerExported, Kind = "customer", Id = key.Customer.Value }, cancellationToken);
        return TypedResults.Stream(to => export.WriteAsync(key, state, to, context.RequestAborted), "application/json", "customer-export.json");
    }

    private static async Task<IResult> EraseAsync(
        string customer, HttpContext context, [FromServices] ICustomerErasing erasing, IReadModel store, IErasureStore erasures, ICustomerRecords records, IAuditTrail trail, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        // A misspelt id would keep somebody out for ever who is not meant.
        if (await store.CustomerAsync(key, cancellationToken) is null
            && await erasures.FindAsync(key, cancellationToken) is null
            && (await records.DeadLettersAsync(key, cancellationToken)).IsEmpty)
        {
            return Problems.UnknownCustomer(key.Customer.Value);
        }

        var by = context.Actor().Name;
        var number = await erasing.EraseAsync(key, by, cancellationToken);
        await NoteAsync(trail, by, AuditActions.CustomerErased, number);
        return TypedResults.Json(ErasureViews.Of((await erasures.GetAsync(number, CancellationToken.None))!), ApiJson.Default.ErasureView, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ErasureOfAsync(string customer, HttpContext context, IErasureStore erasures, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        return arguments.PathCustomer(context, customer) is not { } key ? arguments.Problem!
            : await erasures.FindAsync(key, cancellationToken) is { } found ? TypedResults.Json(ErasureViews.Of(found), ApiJson.Default.ErasureView)
            : NotErased(key);
    }

    private static async Task<IResult> ReadmitAsync(
        string customer, HttpContext context, [FromServices] ICustomerErasing erasing, IErasureStore erasures, IAuditTrail trail, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        if (await erasures.FindAsync(key, cancellationToken) is not { } found)
        {
            return NotErased(key);
        }

        if (found.DoneAt is null)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "erasure-running", "The erasure is under way", $"Erasure {found.Number} has not removed everything yet.", "Wait until its state is done."));
        }

        var by = context.Actor().Name;
        if (found.ReadmittedAt is null && await erasing.ReadmitAsync(key, by, cancellationToken))
        {
            await NoteAsync(trail, by, AuditActions.CustomerReadmitted, found.Number);
        }

        return TypedResults.Json(ErasureViews.Of((await erasures.FindAsync(key, CancellationToken.None))!), ApiJson.Default.ErasureView);
    }

    private static Task<IResult> ListAsync(
        [Description("What next said.")] string? cursor,
        [Description("Most erasures, 1 to 500. Default: 50.")] string? limit,
        IErasureStore erasures,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var (after, most) = (arguments.Text("cursor", cursor), arguments.Limit(limit));
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await erasures.ListAsync(after, most, cancellationToken);
        return TypedResults.Json(new Api.Page<ErasureView> { Items = [.. page.Items.Select(ErasureViews.Of)], Next = page.Next }, ApiJson.Default.PageErasureView);
    });

    private static async Task<IResult> GetAsync(long number, IErasureStore erasures, CancellationToken cancellationToken) =>
        await erasures.GetAsync(number, cancellationToken) is { } found
            ? TypedResults.Json(ErasureViews.Of(found), ApiJson.Default.ErasureView)
            : Problems.NotFound("unknown-erasure", "There is no such erasure", $"No erasure has the number {number}.", "GET /v1/erasures lists them.");

    private static IResult NotErased(CustomerKey key) => Problems.NotFound(
        "not-erased", "The customer was not erased", $"There is no erasure of {key.Customer.Value}.", "Check the id. GET /v1/erasures lists erasures without whose they are.");

    private static Task<AuditEntry> NoteAsync(IAuditTrail trail, string by, string action, long number) => trail.AddAsync(
        new AuditEntry { By = by, Action = action, Kind = "erasure", Id = number.ToString(CultureInfo.InvariantCulture) }, CancellationToken.None);
}
