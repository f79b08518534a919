using System.ComponentModel;
using System.Globalization;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Exports;

/// <summary><c>/v1/exports</c>: what is stored, as Parquet for a warehouse.</summary>
internal static class ExportEndpoints
{
    private const string MediaType = "application/vnd.apache.parquet";

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/v1/exports").WithTags("Exports").Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden);
        exports.MapGet(
                "/touchpoints",
                ([Description("Those at this time or later, RFC 3339.")] string? from, [Description("Those before this time.")] string? until, HttpContext context, Sight sight, IRecordedHistory history) =>
                    Answer("touchpoints", from, until, personal: true, context, sight, (period, to) => ParquetExport.WriteAsync(TouchpointExport.Columns, TouchpointExport.RowsAsync(history, period, context.RequestAborted), to, context.RequestAborted)))
            .WithName("ExportTouchpoints").WithSummary("Touchpoints as Parquet").WithDescription("Every touchpoint that was applied, customer by customer. docs/api.md lists the columns.")
            .Produces(StatusCodes.Status200OK, contentType: MediaType);
        exports.MapGet(
                "/decisions",
                ([Description("Those at this time or later, RFC 3339.")] string? from, [Description("Those before this time.")] string? until, HttpContext context, Sight sight, IReadModel store) =>
                    Answer("decisions", from, until, personal: true, context, sight, (period, to) => ParquetExport.WriteAsync(DecisionExport.Columns, DecisionExport.RowsAsync(store, period, context.RequestAborted), to, context.RequestAborted)))
            .WithName("ExportDecisions").WithSummary("Decisions as Parquet").WithDescription("Decisions that fired and those that were held, newest first. docs/api.md lists the columns.")
            .Produces(StatusCodes.Status200OK, contentType: MediaType);
        exports.MapGet(
                "/metrics",
                ([Description("Hours from this one on, RFC 3339.")] string? from, [Description("Hours before this time.")] string? until, HttpContext context, Sight sight, IPolicyFigures figures) =>
                    Answer("metrics", from, until, personal: false, context, sight, (period, to) => ParquetExport.WriteAsync(MetricExport.Columns, MetricExport.RowsAsync(figures, period, context.RequestAborted), to, context.RequestAborted)))
            .WithName("ExportMetrics").WithSummary("What policies did, by the hour, as Parquet").WithDescription("The last 35 days. docs/api.md lists the columns.")
            .Produces(StatusCodes.Status200OK, contentType: MediaType);
    }

    private static IResult Answer(string what, string? from, string? until, bool personal, HttpContext context, Sight sight, Func<ExportPeriod, Stream, Task> write)
    {
        var arguments = new Arguments();
        var period = new ExportPeriod(Time(arguments, "from", from), Time(arguments, "until", until));
        if (arguments.Problem is { } wrong)
        {
            return wrong;
        }

        if (personal && sight.HidesPersonal(context.User))
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status403Forbidden, "personal-data", "The export has personal data", "Your roles see no personal data, and the export cannot be had without it.", "Ask somebody whose role sees personal data, or change Access:MaskedRoles."));
        }

        return TypedResults.Stream(to => write(period, to), MediaType, $"{what}.parquet");
    }

    private static DateTimeOffset? Time(Arguments arguments, string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time.ToUniversalTime();
        }

        arguments.Wrong(name, "A time is needed, like 2026-03-03T09:00:00Z.");
        return null;
    }
}
