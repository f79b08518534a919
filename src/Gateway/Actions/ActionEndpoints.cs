using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Actions;

/// <summary><c>/v1/actions</c>.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder routes)
    {
        var actions = routes.MapGroup("/v1/actions").WithTags("Actions");
        actions.MapGet("/", ListAsync)
            .WithName("ListActions").WithSummary("Actions, newest first")
            .WithDescription("The actions that policies decided, with their status.")
            .Produces<Api.Page<ActionView>>()
            .Refuses(StatusCodes.Status400BadRequest);
        actions.MapGet("/{id}", GetAsync).WithName("GetAction").WithSummary("An action").Produces<ActionView>()
            .Refuses(StatusCodes.Status404NotFound);
        actions.MapPost("/{id}/retry", RetryAsync).WithName("RetryAction").WithSummary("Retry a dead action, or send one again that may have been sent").Produces<ActionView>()
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static Task<IResult> ListAsync(
        string? customer,
        string? policy,
        [Description("decided, held, admitted, delivered, refused, dead or unknown.")] string? status,
        [Description("message, offer, callback or webhook.")] string? kind,
        [Description("true: test sends alone. Default: false, everything else.")] string? tests,
        [Description("What next said.")] string? cursor,
        [Description("Most actions, 1 to 500. Default: 50.")] string? limit,
        IReadModel store,
        IDefinitions definitions,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var query = new ActionQuery
        {
            Customer = arguments.Customer("customer", customer),
            Policy = arguments.Text("policy", policy),
            Status = arguments.Choice<ActionStatus>("status", status),
            Kind = arguments.Choice<ActionKind>("kind", kind),
            Tests = arguments.Flag("tests", tests) ?? false,
            Cursor = arguments.Text("cursor", cursor),
            Limit = arguments.Limit(limit),
        };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.ActionsAsync(query, cancellationToken);
        var current = definitions.Current;
        return TypedResults.Json(
            new Api.Page<ActionView> { Items = [.. page.Items.Select(a => ActionViews.Of(a, current))], Next = page.Next },
            ApiJson.Default.PageActionView);
    });

    private static async Task<IResult> GetAsync(string id, IReadModel store, IDefinitions definitions, CancellationToken cancellationToken) =>
        await store.ActionAsync(id, cancellationToken) is { } action
            ? TypedResults.Json(ActionViews.Of(action, definitions.Current), ApiJson.Default.ActionView)
            : Unknown(id);

    private static async Task<IResult> RetryAsync(string id, IOutbox outbox, IReadModel store, IDefinitions definitions, CancellationToken cancellationToken)
    {
        var retried = await outbox.RetryAsync(id, cancellationToken);
        if (await store.ActionAsync(id, cancellationToken) is not { } action)
        {
            return Unknown(id);
        }

        return retried
            ? TypedResults.Json(ActionViews.Of(action, definitions.Current), ApiJson.Default.ActionView)
            : Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "action-not-dead",
                "This action is not dead",
                $"It is {Names<ActionStatus>.Of(action.Status)}.",
                "Only an action whose every attempt failed, or of which it is unknown whether it was sent, can be tried again by hand."));
    }

    private static IResult Unknown(string id) =>
        Problems.NotFound("unknown-action", "There is no such action", $"No action has the id {id}.", "GET /v1/actions lists them.");
}
