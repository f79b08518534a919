using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using Microsoft.AspNetCore.Mvc;

namespace CxOrchestrator.Gateway.Touchpoints;

/// <summary><c>/v1/touchpoints</c>.</summary>
internal static class TouchpointEndpoints
{
    public const string SendName = "SendTouchpoints";

    public static void MapTouchpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/touchpoints", TakeAsync)
            .WithName(SendName)
            .WithTags("Touchpoints")
            .WithSummary("Send touchpoints")
            .WithDescription(
                "Takes one native touchpoint, an array of them, one per line (application/x-ndjson), or CloudEvents 1.0 "
                + "(structured, batch, binary). Answers 202 once the good ones are durable; wrong ones of a batch come back with JSON pointers. "
                + "Sending the same source and id again is safe: it is applied once.")
            .WithMetadata(new RequestSizeLimitAttribute(long.MaxValue))
            .Produces<TouchpointResults>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status401Unauthorized)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status415UnsupportedMediaType)
            .Refuses(StatusCodes.Status429TooManyRequests)
            .Refuses(StatusCodes.Status503ServiceUnavailable);

    // Without a status nobody was there any more to be answered.
    private static async Task<IResult> TakeAsync(HttpRequest request, TouchpointIntake intake, Metrics metrics)
    {
        var result = await intake.TakeAsync(request);
        metrics.Answered((result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status499ClientClosedRequest);
        return result;
    }
}
