using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Sources;

/// <summary><c>/v1/sources/{id}/dead-letters</c>: deliveries whose events could not be enriched.</summary>
internal static class SourceDeadLetterEndpoints
{
    public static void Map(IEndpointRouteBuilder sources)
    {
        sources.MapGet("/{id}/dead-letters", ListAsync)
            .WithName("ListSourceDeadLetters").WithSummary("Deliveries of a source whose events could not be enriched, newest first").Produces<Api.Page<SourceDeadLetterView>>()
            .Refuses(StatusCodes.Status400BadRequest);
        sources.MapGet("/{id}/dead-letters/{number:long}", GetAsync)
            .WithName("GetSourceDeadLetter").WithSummary("A dead letter of a source, with what it would become without being enriched").Produces<SourceDeadLetterView>().Refuses(StatusCodes.Status404NotFound);
        sources.MapPost("/{id}/dead-letters/retry", RetryAllAsync)
            .WithName("RetrySourceDeadLetters").WithSummary("Try all dead letters of a source again").Produces<SourceRetryView>().Refuses(StatusCodes.Status403Forbidden);
        sources.MapPost("/{id}/dead-letters/{number:long}/retry", (string id, long number, HttpContext context, IWaitingDeliveries waiting, CancellationToken cancellationToken) =>
                RetryAsync(id, number, plain: false, context, waiting, cancellationToken))
            .WithName("RetrySourceDeadLetter").WithSummary("Try a dead letter of a source again").WithDescription("It waits to be enriched as if it had just arrived.")
            .Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        sources.MapPost("/{id}/dead-letters/{number:long}/map", (string id, long number, HttpContext context, IWaitingDeliveries waiting, CancellationToken cancellationToken) =>
                RetryAsync(id, number, plain: true, context, waiting, cancellationToken))
            .WithName("MapSourceDeadLetter").WithSummary("Map a dead letter of a source without enriching it").WithDescription("Its events become touchpoints of what was delivered.")
            .Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        sources.MapDelete("/{id}/dead-letters/{number:long}", RemoveAsync)
            .WithName("RemoveSourceDeadLetter").WithSummary("Remove a dead letter of a source").WithDescription("Its events become no touchpoints.")
            .Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        string id,
        [Description("What next said.")] string? cursor,
        [Description("Most letters, 1 to 500. Default: 50.")] string? limit,
        IWaitingDeliveries waiting,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var most = arguments.Limit(limit);
        var before = 0L;
        if (!string.IsNullOrEmpty(cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            arguments.Wrong("cursor", "It is not what next said.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var found = await waiting.DeadAsync(id, before > 0 ? before : null, most, cancellationToken);
        return TypedResults.Json(
            new Api.Page<SourceDeadLetterView> { Items = [.. found.Select(Head)], Next = found.Length == most ? found[^1].Number.ToString(CultureInfo.InvariantCulture) : null },
            ApiJson.Default.PageSourceDeadLetterView);
    }

    private static async Task<IResult> GetAsync(string id, long number, IWaitingDeliveries waiting, IDefinitions definitions, CancellationToken cancellationToken) =>
        await waiting.GetAsync(id, number, cancellationToken) is { DeadAt: not null } letter
            ? TypedResults.Json(
                Head(letter) with
                {
                    Headers = JsonSerializer.Deserialize(letter.Headers, ApiJson.Default.IReadOnlyDictionaryStringString),
                    Body = Encoding.UTF8.GetString(letter.Body.Span),
                    Events = Events(letter, definitions),
                },
                ApiJson.Default.SourceDeadLetterView)
            : Unknown(id, number);

    private static async Task<IResult> RetryAllAsync(string id, HttpContext context, IWaitingDeliveries waiting, CancellationToken cancellationToken)
    {
        AuditedEndpoints.Detail(context, "all dead letters");
        return TypedResults.Json(new SourceRetryView { Retried = await waiting.RetryAllAsync(id, cancellationToken) }, ApiJson.Default.SourceRetryView);
    }

    private static async Task<IResult> RetryAsync(string id, long number, bool plain, HttpContext context, IWaitingDeliveries waiting, CancellationToken cancellationToken)
    {
        AuditedEndpoints.Detail(context, FormattableString.Invariant($"dead letter {number}{(plain ? ", not enriched" : "")}"));
        return await waiting.RetryAsync(id, number, plain, cancellationToken) ? TypedResults.NoContent() : Unknown(id, number);
    }

    private static async Task<IResult> RemoveAsync(string id, long number, HttpContext context, IWaitingDeliveries waiting, CancellationToken cancellationToken)
    {
        AuditedEndpoints.Detail(context, FormattableString.Invariant($"dead letter {number}"));
        return await waiting.RemoveDeadAsync(id, number, cancellationToken) ? TypedResults.NoContent() : Unknown(id, number);
    }

    private static SourceDeadLetterView Head(WaitingDelivery letter) => new()
    {
        Number = letter.Number,
        ReceivedAt = letter.ReceivedAt,
        At = letter.DeadAt!.Value,
        Reason = letter.LastError ?? "",
        Tries = letter.Failures,
        Size = letter.Size,
    };

    private static IReadOnlyList<MappedEventView>? Events(WaitingDelivery letter, IDefinitions definitions)
    {
        var current = definitions.Current;
        return current.Set.SourceConnections.FirstOrDefault(c => c.Id == letter.Connection) is { } connection
            && BuiltInSources.Find(current, connection.Source) is { } source
            && DeliveryBody.Read(EnrichmentIntake.RequestOf(letter), out _) is { } received
            && SourceMapper.Map(CompiledSource.Of(source), received.Document, SourceSettings.Effective(source, connection.Settings), connection.Id, letter.ReceivedAt) is { } events
            ? SourceEventViews.Of(MappedCustomers.Presume(events))
            : null;
    }

    private static IResult Unknown(string id, long number) => Problems.NotFound(
        "unknown-dead-letter", "There is no such dead letter", $"The source {id} has no dead letter {number}.",
        $"They are kept for {IWaitingDeliveries.KeptFor.Days} days, at most {IWaitingDeliveries.DeadMax:N0} of a source; GET /v1/sources/{id}/dead-letters lists them.");
}
