using System.ComponentModel;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary><c>/v1/voice/corrections</c>: people say what a text means.</summary>
internal static class CorrectionEndpoints
{
    private const int PageMax = 500;

    public static void MapCorrections(this RouteGroupBuilder voice)
    {
        voice.MapPost("/corrections", CorrectAsync)
            .WithName("CorrectReading").WithSummary("Say what a customer's text means")
            .WithDescription("It is kept as an example, and figures and quotes show it from then on. The recorded touchpoint, and what was decided on it, stay as they are.")
            .Accepts<VoiceCorrection>("application/json").Produces<VoiceQuote>().Refuses(StatusCodes.Status404NotFound);
        voice.MapGet("/corrections", ListAsync)
            .WithName("ListCorrections").WithSummary("Corrected texts, the latest first").Produces<Api.Page<CorrectionView>>();
        voice.MapGet("/corrections/export", ExportAsync)
            .WithName("ExportCorrections").WithSummary("Corrected texts as JSON lines, to measure or train a pack with")
            .WithDescription("Each line has text, lang, label (-1, 0, 1) and reasons; cx sentiment reads them.")
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl");
    }

    private static async Task<IResult> CorrectAsync(
        HttpContext context, IVoiceStore store, IAuditTrail trail, QuoteViews views, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (body, problem) = await Bodies.ReadAsync(context.Request, ApiJson.Default.VoiceCorrection, cancellationToken);
        if (body is null)
        {
            return problem!;
        }

        var arguments = new Arguments();
        if (string.IsNullOrEmpty(body.Customer))
        {
            arguments.Wrong("/customer", "Say whose text it is.");
        }

        var key = arguments.Customer("/customer", body.Customer);
        var @class = arguments.Choice<SentimentClass>("/class", string.IsNullOrEmpty(body.Class) ? "-" : body.Class);
        CheckReasons(arguments, body.Reasons ?? []);
        if (arguments.Problem is { } wrong)
        {
            return wrong;
        }

        var by = context.Actor().Name;
        var correction = new NewCorrection { Class = (int)@class!.Value, Reasons = [.. (body.Reasons ?? []).Distinct(StringComparer.Ordinal)], By = by, At = clock.SystemNow };
        if (await store.CorrectAsync(key!.Value, body.Sequence, correction, cancellationToken) is not { } corrected)
        {
            return Problems.NotFound(
                "unknown-remark", "There is no such text", $"The customer's timeline has no text at {body.Sequence}.", "GET /v1/voice/quotes lists customers and sequences.");
        }

        await trail.AddAsync(
            new AuditEntry { By = by, Action = AuditActions.ReadingCorrected, Kind = "customer", Id = key.Value.Customer.Value, Detail = $"{body.Sequence}: {body.Class}" }, cancellationToken);
        return TypedResults.Json((await views.OfAsync([corrected], cancellationToken))[0], ApiJson.Default.VoiceQuote);
    }

    private static void CheckReasons(Arguments arguments, IReadOnlyList<string> reasons)
    {
        if (reasons.Count > Feedback.ReasonsMax)
        {
            arguments.Wrong("/reasons", $"At most {Feedback.ReasonsMax} reasons are kept.");
            return;
        }

        for (var i = 0; i < reasons.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(reasons[i]) || reasons[i].Length > Feedback.ReasonLengthMax || reasons[i].Any(char.IsControl))
            {
                arguments.Wrong($"/reasons/{i}", $"A reason has 1 to {Feedback.ReasonLengthMax} characters, none of them control characters.");
            }
        }
    }

    private static Task<IResult> ListAsync(
        [Description("What next said.")] string? cursor,
        [Description("Most corrections, 1 to 500. Default: 50.")] string? limit,
        IVoiceStore store,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var (after, most) = (arguments.Text("cursor", cursor), arguments.Limit(limit));
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.CorrectionsAsync(after, most, cancellationToken);
        return TypedResults.Json(new Api.Page<CorrectionView> { Items = [.. page.Items.Select(View)], Next = page.Next }, ApiJson.Default.PageCorrectionView);
    });

    // Corrections that are made meanwhile are not in it: pages go back from where it began.
    private static async Task ExportAsync(HttpContext context, IVoiceStore store, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/jsonl";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"corrections.jsonl\"";
        string? cursor = null;
        do
        {
            var page = await store.CorrectionsAsync(cursor, PageMax, cancellationToken);
            foreach (var correction in page.Items.Where(c => c.Text is not null))
            {
                var line = new CorrectionLine { Text = correction.Text!, Lang = correction.Language, Label = correction.Class, Reasons = correction.Reasons };
                await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Default.CorrectionLine), cancellationToken);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>As the API says it.</summary>
    public static CorrectionView View(StoredCorrection correction) => new()
    {
        Customer = correction.Key.Customer.Value,
        Sequence = correction.Sequence,
        Text = correction.Text,
        Language = correction.Language,
        Class = QuoteViews.ClassOf(correction.Class)!,
        Reasons = correction.Reasons,
        ReadClass = QuoteViews.ClassOf(correction.ReadClass),
        ReadReasons = correction.ReadReasons,
        Model = correction.Model,
        By = correction.By,
        At = correction.At,
    };
}
