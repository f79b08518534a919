using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Keys;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Touchpoints;

/// <summary>Takes touchpoints over HTTP: answers when those that are good are durable in the log.</summary>
internal sealed partial class TouchpointIntake(
    ITouchpointLog log,
    IntakeCustomers customers,
    RequestBodies bodies,
    IntakeAccess access,
    JourneyClock clock,
    IOptions<GatewayOptions> options,
    Metrics metrics,
    ILogger<TouchpointIntake> logger)
{
    /// <summary>Most errors in one answer; beyond it each refused item has its first only.</summary>
    private const int ErrorsMax = 1_000;

    private const string AcceptedStatus = "accepted";
    private const string RefusedStatus = "refused";

    private static readonly TimeSpan FaultRetry = TimeSpan.FromSeconds(5);

    public async Task<IResult> TakeAsync(HttpRequest request)
    {
        // Before the body is read: who may not send costs no room.
        var (grant, refusal) = await access.OfAsync(request.HttpContext, KeyScopes.Touchpoints);
        if (grant is null)
        {
            return refusal!;
        }

        var format = TouchpointForms.Of(request);
        if (format == TouchpointFormat.Unknown)
        {
            return Unsupported(request);
        }

        using var body = bodies.Intake(request.HttpContext, grant.Key?.Name, options.Value.BodyBytesMax);
        if (await bodies.ReadAsync(body, request) is { } unread)
        {
            return unread;
        }

        var items = new List<ReadItem>();
        if (TouchpointBatchReader.Read(format, request, body.Bytes, options.Value.ItemsMax, items, out var many) is { } problem)
        {
            return Problems.Of(problem);
        }

        Check(items, format, grant);
        if (await FindCustomersAsync(items, format, request.HttpContext.RequestAborted) is { } unfound)
        {
            return unfound;
        }

        var results = Judge(items, many, out var good);
        if (good.Length == 0)
        {
            return NoneAccepted(results);
        }

        return await AppendAsync(good, request.HttpContext.RequestAborted) is { } refused ? refused : Accepted(results);
    }

    // Before customers are found: what is refused makes none.
    private void Check(List<ReadItem> items, TouchpointFormat format, IntakeGrant grant)
    {
        var now = clock.Now;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Reading is { Touchpoint: { } touchpoint } reading && (TouchpointJson.CheckTime(touchpoint, now) ?? CheckSource(touchpoint, format, grant)) is { } wrong)
            {
                items[i] = new(reading with { Touchpoint = null, Errors = [wrong] }, default);
            }
        }
    }

    private async Task<IResult?> FindCustomersAsync(List<ReadItem> items, TouchpointFormat format, CancellationToken cancellationToken)
    {
        try
        {
            await customers.FindAsync(items, format, cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Results.Empty;
        }
#pragma warning disable CA1031 // Whatever the store failed with, the sender can only come again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCustomersNotFound(logger, exception, items.Count);
            return Problems.Of(Problems.Unavailable("The customers of the touchpoints could not be found."), FaultRetry);
        }
    }

    private TouchpointResults Judge(List<ReadItem> items, bool many, out ImmutableArray<LogItem> good)
    {
        var results = new TouchpointResult[items.Count];
        var append = ImmutableArray.CreateBuilder<LogItem>(items.Count);
        var errors = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var (reading, body) = items[i];
            if (reading.Touchpoint is { } touchpoint)
            {
                append.Add(new LogItem { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = body });
                results[i] = new TouchpointResult
                {
                    Index = i,
                    Id = touchpoint.Identity.Id,
                    Status = AcceptedStatus,
                    KeptAsAttributes = reading.KeptAsAttributes.IsEmpty ? null : [.. reading.KeptAsAttributes.Select(p => Place(p, i, many))],
                };
                continue;
            }

            var told = errors < ErrorsMax ? reading.Errors.Length : 1;
            errors += told;
            results[i] = new TouchpointResult
            {
                Index = i,
                Id = reading.Id,
                Status = RefusedStatus,
                Problems = [.. reading.Errors.Take(told).Select(e => new FieldProblem { Pointer = Place(e.Pointer, i, many), Detail = e.Detail })],
            };
        }

        good = append.DrainToImmutable();
        metrics.Refused.Add(items.Count - good.Length);
        return new TouchpointResults { Accepted = good.Length, Refused = items.Count - good.Length, Results = results };
    }

    private static TouchpointError? CheckSource(Touchpoint touchpoint, TouchpointFormat format, IntakeGrant grant) =>
        grant.Refusal(touchpoint.Identity.Source) is { } refusal
            ? new TouchpointError(format == TouchpointFormat.EventInHeaders ? "ce-source" : "/source", refusal)
            : null;

    // A header's name is no pointer and stays as it is.
    private static string Place(string place, int index, bool many) =>
        many && (place.Length == 0 || place[0] == '/') ? $"/{index}{place}" : place;

    private async Task<IResult?> AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await log.AppendAsync(items, cancellationToken);
            metrics.AppendTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            metrics.Accepted.Add(items.Length);
            return null;
        }
        catch (LogBusyException busy)
        {
            return RequestBodies.TooFast("More touchpoints wait to be written than the bound allows.", busy.RetryAfter);
        }
        catch (LogFullException full)
        {
            LogFull(logger);
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
            LogAppendFailed(logger, exception, items.Length);
            return Problems.Of(Problems.Unavailable("The touchpoints could not be stored."), FaultRetry);
        }
    }

    private static JsonHttpResult<TouchpointResults> Accepted(TouchpointResults results) =>
        TypedResults.Json(results, SparseJson.Readable.TouchpointResults, statusCode: StatusCodes.Status202Accepted);

    private static IResult NoneAccepted(TouchpointResults results) =>
        Problems.Of(Problems.Make(
            StatusCodes.Status400BadRequest,
            "none-accepted",
            "No touchpoint was accepted",
            results.Results.Count == 0 ? "The body holds none." : $"Of {results.Refused} sent, each has something wrong.",
            "Fix what errors point to, and send it again.") with
        {
            Errors = [.. results.Results.SelectMany(r => r.Problems ?? []).Take(ErrorsMax)],
            Results = results,
        });

    private static IResult Unsupported(HttpRequest request) => Problems.Of(Problems.Make(
        StatusCodes.Status415UnsupportedMediaType,
        "unsupported-media-type",
        "This media type is not read here",
        $"The request's type is {request.ContentType ?? "missing"}{(request.Headers.ContentEncoding.Count > 0 ? $", encoded as {request.Headers.ContentEncoding}" : "")}.",
        $"Send one of {TouchpointForms.All} in UTF-8, not compressed. Nothing was accepted."));

    [LoggerMessage(3001, LogLevel.Error, "{Count} touchpoints could not be stored; the sender was asked to retry")]
    private static partial void LogAppendFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(3003, LogLevel.Error, "The customers of a request with {Count} touchpoints could not be found; the sender was asked to retry")]
    private static partial void LogCustomersNotFound(ILogger logger, Exception exception, int count);

    [LoggerMessage(3002, LogLevel.Warning, "The touchpoint log is full; senders are asked to retry")]
    private static partial void LogFull(ILogger logger);
}
