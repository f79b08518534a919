using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Sources.Receiving;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Takes what other systems deliver: answers when the touchpoints that came of it are durable in the log.</summary>
internal sealed partial class SourceIntake(
    IDefinitions definitions, SourceSecrets secrets, ITouchpointCustomers customers, ITouchpointLog log, RequestBodies bodies, SourceRecorder recorder, EnrichmentIntake enrichment, IOptions<AccessOptions> access, JourneyClock clock, Metrics metrics,
    ILogger<SourceIntake> logger)
{
    private static readonly TimeSpan FaultRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DisabledRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WaitingRetry = TimeSpan.FromMinutes(1);

    /// <summary>A delivery to a connection's own address.</summary>
    public async Task<IResult> TakeAsync(string id, HttpContext context)
    {
        var current = definitions.Current;
        if (current.Set.SourceConnections.FirstOrDefault(c => c.Id == id) is not { } connection || BuiltInSources.Find(current, connection.Source) is not { Webhook: not null } source)
        {
            return Problems.NotFound("unknown-source", "Nothing is delivered here", "No published connection with a source that delivers has this address.", "Check the address that was entered in the other system.");
        }

        if (!connection.Enabled)
        {
            return Problems.Of(Problems.Unavailable($"The connection {id} is disabled."), DisabledRetry);
        }

        using var body = bodies.Intake(context, $"source {id}", DeliveryBody.BytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            recorder.Refused(connection, (unread as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status400BadRequest, "The body could not be read: it was too large, or too slow.", 0);
            return unread;
        }

        return await TakeAsync(connection, source, Request(context, body.Bytes), context.RequestAborted);
    }

    /// <summary>A delivery to a path of the system's own API: it belongs to the connection whose secret it carries.</summary>
    public async Task<IResult> TakeAtAsync(SourcePath path, HttpContext context)
    {
        using var body = bodies.Intake(context, $"path {path.Path}", DeliveryBody.BytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var current = definitions.Current;
        var request = Request(context, body.Bytes);
        foreach (var connection in current.Set.SourceConnections.Where(c => c.Enabled))
        {
            if (BuiltInSources.Find(current, connection.Source) is { Webhook: { } webhook } source && webhook.Paths.Contains(path)
                && SourceReceiver.IsGenuine(source, (await secrets.OfAsync(connection, source, context.RequestAborted)).Sets, connection.Settings, request, clock.SystemNow))
            {
                return await TakeAsync(connection, source, request, context.RequestAborted);
            }
        }

        return Problems.Of(Problems.Make(
            StatusCodes.Status401Unauthorized, "delivery-refused", "The delivery is refused", "No published connection takes it: the key that it carries is not known here.", "Check the key, here and in the other system."));
    }

    private async Task<IResult> TakeAsync(SourceConnection connection, SourceDefinition source, WebhookRequest request, CancellationToken cancellationToken)
    {
        var (sets, _) = await secrets.OfAsync(connection, source, cancellationToken);
        switch (SourceReceiver.Receive(connection, source, sets, request, clock.SystemNow, clock.Now))
        {
            case UnreadDelivery unread:
                recorder.Refused(connection, StatusCodes.Status400BadRequest, $"{unread.Reason}.", request.Body.Length);
                return Problems.Of(Problems.Make(StatusCodes.Status400BadRequest, "delivery-unreadable", "The delivery cannot be read", $"{unread.Reason}.", "Nothing was accepted."));
            case RefusedDelivery refused:
                recorder.Refused(connection, StatusCodes.Status401Unauthorized, $"It cannot be accepted: {refused.Reason}.", request.Body.Length);
                LogRefused(logger, connection.Id, refused.Reason);
                return Problems.Of(Problems.Make(
                    StatusCodes.Status401Unauthorized, "delivery-refused", "The delivery is refused", $"It cannot be accepted: {refused.Reason}.", "Check the secret that verifies it, here and in the other system."));
            case QuestionDelivery question:
                return TypedResults.Text(question.Answer, question.ContentType);
            case GenuineDelivery genuine:
                return await enrichment.TakesAsync(connection, source, genuine, cancellationToken)
                    ? await KeepAsync(connection, request, genuine, sets, cancellationToken)
                    : await AppendAsync(connection, request, genuine, cancellationToken);
            default:
                throw new UnreachableException("No other delivery.");
        }
    }

    // Its events are enriched later: the answer does not wait for another system.
    private async Task<IResult> KeepAsync(
        SourceConnection connection, WebhookRequest request, GenuineDelivery delivery, ImmutableArray<IReadOnlyDictionary<string, string>> secrets, CancellationToken cancellationToken)
    {
        if (delivery.Events.Count(e => e.Lacks is not null) > EnrichmentIntake.EventsMax)
        {
            const string reason = "The delivery has more events to enrich than the bound allows";
            recorder.Refused(connection, StatusCodes.Status400BadRequest, $"{reason}.", request.Body.Length);
            return Problems.Of(Problems.Make(StatusCodes.Status400BadRequest, "delivery-unreadable", "The delivery cannot be read", $"{reason}: {EnrichmentIntake.EventsMax:N0}.", "Nothing was accepted."));
        }

        try
        {
            if (!await enrichment.KeepAsync(connection, request, secrets, cancellationToken))
            {
                return Problems.Of(Problems.Unavailable("As many deliveries as may be wait to be enriched."), WaitingRetry);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Results.Empty;
        }
#pragma warning disable CA1031 // Whatever the store failed with, the sender can only come again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogAppendFailed(logger, exception, connection.Id);
            return Problems.Of(Problems.Unavailable("The delivery could not be stored."), FaultRetry);
        }

        return Answer(delivery);
    }

    private static IResult Answer(GenuineDelivery delivery) =>
        delivery.Answer is { } answer ? TypedResults.Text(answer, answer.StartsWith('{') ? "application/json" : "text/plain") : TypedResults.Ok();

    private async Task<IResult> AppendAsync(SourceConnection connection, WebhookRequest request, GenuineDelivery delivery, CancellationToken cancellationToken)
    {
        ImmutableArray<MappedEvent> events;
        try
        {
            events = await MappedCustomers.FindAsync(delivery.Events, customers, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Results.Empty;
        }
#pragma warning disable CA1031 // Whatever the store failed with, the sender can only come again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogAppendFailed(logger, exception, connection.Id);
            return Problems.Of(Problems.Unavailable("The customers of the touchpoints could not be found."), FaultRetry);
        }

        ImmutableArray<LogItem> items = [.. events.SelectMany(e => e.Touchpoints).Select(t => new LogItem { Customer = t.Touchpoint.Customer, Source = connection.Id, Body = t.Body })];
        try
        {
            if (!items.IsEmpty)
            {
                var started = Stopwatch.GetTimestamp();
                await log.AppendAsync(items, cancellationToken);
                metrics.AppendTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
                metrics.Accepted.Add(items.Length);
            }
        }
        catch (LogBusyException busy)
        {
            return RequestBodies.TooFast("More touchpoints wait to be written than the bound allows.", busy.RetryAfter);
        }
        catch (LogFullException full)
        {
            return Problems.Of(Problems.Unavailable("The touchpoint log is at its size limit until applied touchpoints are removed."), full.RetryAfter);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Results.Empty;
        }
#pragma warning disable CA1031 // Whatever the store failed with, the sender can only come again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogAppendFailed(logger, exception, connection.Id);
            return Problems.Of(Problems.Unavailable("The touchpoints could not be stored."), FaultRetry);
        }

        recorder.Accepted(connection, request, events);
        return Answer(delivery);
    }

    private WebhookRequest Request(HttpContext context, ReadOnlyMemory<byte> body) => new()
    {
        Method = context.Request.Method,
        Url = Address(context.Request),
        Headers = [.. context.Request.Headers.SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value ?? ""))],
        Body = body,
    };

    /// <summary>As the system called it: the public name where one is set, since a proxy may have changed it.</summary>
    private Uri Address(HttpRequest request)
    {
        var called = $"{request.PathBase}{request.Path}{request.QueryString}";
        return access.Value.PublicUrl is { Length: > 0 } own ? new Uri(own.TrimEnd('/') + called) : new Uri($"{request.Scheme}://{request.Host}{called}");
    }

    [LoggerMessage(3611, LogLevel.Warning, "A delivery to the source {Connection} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string connection, string reason);

    [LoggerMessage(3612, LogLevel.Error, "Touchpoints of the source {Connection} could not be stored; the sender was asked to retry")]
    private static partial void LogAppendFailed(ILogger logger, Exception exception, string connection);
}
