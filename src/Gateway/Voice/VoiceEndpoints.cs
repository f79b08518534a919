using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary><c>/v1/voice</c>: what customers say.</summary>
internal static class VoiceEndpoints
{
    public static void MapVoice(this IEndpointRouteBuilder routes)
    {
        var voice = routes.MapGroup("/v1/voice").WithTags("Voice").Refuses(StatusCodes.Status400BadRequest);
        voice.MapGet("/", FiguresAsync)
            .WithName("GetVoice").WithSummary("What customers said in a period, by reason")
            .WithDescription(
                "Totals, reasons with a number for each day, and one breakdown. A reason rises where its last 7 days are more than its 28 days before explain, with a chance of 1 in 1,000 to be wrong, and it was named at least 5 times.")
            .Produces<VoiceView>();
        voice.MapGet("/quotes", QuotesAsync)
            .WithName("ListQuotes").WithSummary("What customers wrote, and who")
            .Produces<Api.Page<VoiceQuote>>();
        voice.MapCorrections();
        voice.MapLexicon();
    }

    private static async Task<IResult> FiguresAsync(
        [Description("First day, like 2026-01-31, by UTC. Default: four weeks back.")] string? from,
        [Description("Last day, included; at most 184 days. Default: today.")] string? to,
        [Description("What the groups are. Default: stage.")] string? by,
        [AsParameters] VoiceFilters filters,
        IVoiceStore store,
        IDefinitions definitions,
        JourneyClock clock,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var period = VoicePeriod.Read(arguments, from, to, clock.Now);
        var group = arguments.Choice<VoiceBy>("by", by) ?? VoiceBy.Stage;
        var query = filters.Read(arguments, period);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var days = await store.CountAsync(query with { From = VoicePeriod.Start(period.CountedFrom) }, RemarkGrouping.Day, cancellationToken);
        var since = await store.FirstAsync(cancellationToken);
        var figures = new VoiceFigures(period, days, since);
        var groups = await store.CountAsync(query, VoiceGroups.Grouping(group), cancellationToken);
        return TypedResults.Json(
            new VoiceView
            {
                From = period.From,
                To = period.To,
                Totals = figures.Totals,
                Previous = figures.Previous,
                Reasons = figures.Reasons,
                By = Names<VoiceBy>.Of(group),
                Groups = VoiceGroups.Of(group, groups, definitions.Current),
                Since = since,
            },
            ApiJson.Default.VoiceView);
    }

    private static Task<IResult> QuotesAsync(
        [Description("First day, like 2026-01-31, by UTC. Default: four weeks back.")] string? from,
        [Description("Last day, included; at most 184 days. Default: today.")] string? to,
        [Description("newest, or mostNegative, which leaves out what has no sentiment. Default: newest.")] string? order,
        [AsParameters] VoiceFilters filters,
        [Description("What next said.")] string? cursor,
        [Description("Most quotes, 1 to 100. Default: 20.")] string? limit,
        IVoiceStore store,
        QuoteViews views,
        JourneyClock clock,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        const int limitMax = 100;
        const int limitDefault = 20;
        var arguments = new Arguments();
        var period = VoicePeriod.Read(arguments, from, to, clock.Now);
        var (sorted, after, most) = (arguments.Choice<RemarkOrder>("order", order) ?? RemarkOrder.Newest, arguments.Text("cursor", cursor), arguments.Limit(limit, limitMax, limitDefault));
        var query = filters.Read(arguments, period) with { Texts = true };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.ListAsync(query, sorted, after, most, cancellationToken);
        return TypedResults.Json(
            new Api.Page<VoiceQuote> { Items = await views.OfAsync(page.Items, cancellationToken), Next = page.Next }, ApiJson.Default.PageVoiceQuote);
    });
}
