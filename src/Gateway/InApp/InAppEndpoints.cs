using System.ComponentModel;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.InApp;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>What customers' apps ask, with a token that names the customer: <c>/in-app/v1</c>.</summary>
internal static class InAppEndpoints
{
    /// <summary>Where everything of customers' apps begins.</summary>
    public const string Root = "/in-app";

    /// <summary>Who reports what customers do with in-app messages.</summary>
    public const string Reporter = "in-app";

    private const string StreamType = "text/event-stream";

    // Proxies close what says nothing for a minute or so.
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FullRetry = TimeSpan.FromSeconds(30);

    public static void MapInApp(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup($"{Root}/v1").WithTags("In-app")
            .Refuses(StatusCodes.Status401Unauthorized).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status429TooManyRequests).Refuses(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/messages", ListAsync)
            .WithName("ListInAppMessages").WithSummary("The customer's in-app messages, newest first")
            .WithDescription("At most 100, those that have expired left out. Send Authorization: Bearer and a token that your server signed.")
            .Produces<InAppMessagesView>()
            .Refuses(StatusCodes.Status400BadRequest);
        app.MapGet("/stream", StreamAsync)
            .WithName("StreamInAppMessages").WithSummary("The customer's new in-app messages, as server-sent events")
            .WithDescription("An event message has the message as data, and a cursor as id. An event expired says that the token has expired: come back with another.")
            .Produces(StatusCodes.Status200OK, contentType: StreamType)
            .Refuses(StatusCodes.Status400BadRequest);
        app.MapPost("/messages/{id}/read", ReadAsync)
            .WithName("ReadInAppMessage").WithSummary("The customer has seen a message").Produces(StatusCodes.Status204NoContent);
        app.MapPost("/messages/{id}/click", ClickAsync)
            .WithName("ClickInAppMessage").WithSummary("The customer has clicked a message's button").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(
        [Description("What cursor said: only newer messages.")] string? after, HttpContext context, InAppAccess access, IInAppInbox inbox, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (customer, refusal) = await access.OfAsync(context);
        if (customer is null)
        {
            return refusal!;
        }

        if (InAppViews.Number(after) is not { } number)
        {
            return WrongCursor();
        }

        var found = await inbox.ListAsync(customer.Key, number, clock.Now, cancellationToken);
        return TypedResults.Json(
            new InAppMessagesView { Items = [.. found.Select(InAppViews.Of)], Cursor = InAppViews.Cursor(found.IsEmpty ? number : found[0].Number) }, ApiJson.Default.InAppMessagesView);
    }

    private static async Task<IResult> StreamAsync(
        [Description("What cursor said: begins with what is newer. Without it, with what comes from now on.")] string? after,
        HttpContext context, InAppAccess access, InAppStreams streams, IInAppInbox inbox, JourneyClock journey, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (customer, refusal) = await access.OfAsync(context);
        if (customer is null)
        {
            return refusal!;
        }

        if (InAppViews.Number(after) is not { } from)
        {
            return WrongCursor();
        }

        // Opened first, then read: a message that comes in between is found twice rather than never.
        using var stream = streams.Open(customer.Key);
        if (stream is null)
        {
            return Problems.Of(
                Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-streams", "Too many streams are open", "The gateway, or the customer, has as many as may be.", "Ask for messages now and then instead, or try again later."),
                FullRetry);
        }

        if (string.IsNullOrEmpty(after))
        {
            from = (await inbox.ListAsync(customer.Key, 0, journey.Now, cancellationToken)) is [{ Number: var newest }, ..] ? newest : 0;
        }

        await new InAppSending(context.Response, stream, inbox, journey, clock, BeatEvery).RunAsync(from, customer.Until, cancellationToken);
        return Results.Empty;
    }

    private static async Task<IResult> ReadAsync(
        string id, HttpContext context, InAppAccess access, IInAppInbox inbox, IDeliveries deliveries, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (customer, refusal) = await access.OfAsync(context);
        if (customer is null)
        {
            return refusal!;
        }

        if (await inbox.ReadAsync(customer.Key, id, clock.Now, cancellationToken) is not { } read)
        {
            return Unknown();
        }

        await ReportAsync(deliveries, read, DeliveryStep.Opened, read.ReadAt!.Value, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ClickAsync(
        string id, HttpContext context, InAppAccess access, IInAppInbox inbox, IDeliveries deliveries, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (customer, refusal) = await access.OfAsync(context);
        if (customer is null)
        {
            return refusal!;
        }

        if (await inbox.ClickAsync(customer.Key, id, clock.Now, cancellationToken) is not { } clicked)
        {
            return Unknown();
        }

        await ReportAsync(deliveries, clicked, DeliveryStep.Clicked, clicked.ClickedAt!.Value, cancellationToken);
        return TypedResults.NoContent();
    }

    // Reported again with each repeat, under the same id: what was noted and not reported before a crash is made good.
    private static Task<int> ReportAsync(IDeliveries deliveries, StoredInAppMessage stored, DeliveryStep step, DateTimeOffset at, CancellationToken cancellationToken) => deliveries.ReportAsync(
        [
            new NewStep
            {
                Reporter = Reporter,
                EventId = $"{stored.Message.Id}/{JsonNamingPolicy.CamelCase.ConvertName(step.ToString())}",
                Step = step,
                Action = stored.Message.Id,
                At = at,
                Url = step == DeliveryStep.Clicked ? stored.Message.Link : null,
            },
        ],
        cancellationToken);

    private static IResult WrongCursor() => Problems.WrongArguments([new() { Pointer = "after", Detail = "Pass the cursor of an earlier answer, or the id of an event." }]);

    private static IResult Unknown() => Problems.NotFound("unknown-message", "There is no such message", "The customer has no message of this id, or it is no longer kept.", "GET /in-app/v1/messages lists them.");
}
