using CxOrchestrator.Api;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Operations;

/// <summary><c>/v1/webhooks/endpoints</c>: addresses that answered 410 Gone.</summary>
internal static class WebhookEndpointEndpoints
{
    public static void MapWebhookEndpoints(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("/v1/webhooks/endpoints").WithTags("Operations")
            .Refuses(StatusCodes.Status403Forbidden);
        endpoints.MapGet("/", ListAsync)
            .WithName("ListDisabledEndpoints").WithSummary("Webhook addresses that are disabled, newest first").Produces<Api.Page<DisabledEndpointView>>();
        endpoints.MapPost("/enable", EnableAsync)
            .WithName("EnableEndpoint").WithSummary("Enable a webhook address again")
            .WithDescription("Actions that died meanwhile stay dead; retry those that are still wanted.")
            .Accepts<EndpointEnabling>("application/json")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(IWebhookEndpoints endpoints, CancellationToken cancellationToken) => TypedResults.Json(
        new Api.Page<DisabledEndpointView>
        {
            Items = [.. (await endpoints.ListAsync(cancellationToken)).Select(e => new DisabledEndpointView { Url = e.Url, DisabledAt = e.DisabledAt, Reason = e.Reason })],
        },
        ApiJson.Default.PageDisabledEndpointView);

    private static async Task<IResult> EnableAsync(HttpRequest request, IWebhookEndpoints endpoints, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(request, ApiJson.Default.EndpointEnabling, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        Bodies.CheckName(arguments, body.By);
        if (string.IsNullOrWhiteSpace(body.Url))
        {
            arguments.Wrong("/url", "Name the address, as the list has it.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var entry = new AuditEntry { By = request.HttpContext.ActsAs(body.By), Action = AuditActions.EndpointEnabled, Kind = IWebhookEndpoints.AuditKind, Id = body.Url };
        return await endpoints.EnableAsync(body.Url, entry, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("unknown-endpoint", "The endpoint is not disabled", "No disabled endpoint has this address.", "Name an address that GET /v1/webhooks/endpoints lists.");
    }
}
