using System.ComponentModel;
using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access;

/// <summary><c>/v1/audit</c>.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit", ListAsync).WithTags("Access")
            .WithName("ListAudit").WithSummary("The audit trail, newest first")
            .WithDescription("Entries are added and never changed. Times are the system's.")
            .Produces<Api.Page<AuditEntryView>>()
            .Refuses(StatusCodes.Status400BadRequest);

    private static Task<IResult> ListAsync(
        [Description("Account, or where an import came from.")] string? by,
        [Description("saved, submitted, approved, rejected, published, paused, ...")] string? action,
        [Description("policy, journey, segment, settings, account or sending.")] string? kind,
        string? id,
        [Description("At this time or later, RFC 3339.")] string? from,
        [Description("Before this time.")] string? until,
        [Description("What next said.")] string? cursor,
        [Description("Most entries, 1 to 500. Default: 50.")] string? limit,
        IAuditTrail trail,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var query = new AuditQuery
        {
            By = arguments.Text("by", by),
            Action = arguments.Text("action", action),
            Kind = arguments.Text("kind", kind),
            Id = arguments.Text("id", id),
            From = Time(arguments, "from", from),
            Until = Time(arguments, "until", until),
            Cursor = arguments.Text("cursor", cursor),
            Limit = arguments.Limit(limit),
        };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await trail.ListAsync(query, cancellationToken);
        return TypedResults.Json(
            new Api.Page<AuditEntryView> { Items = [.. page.Items.Select(View)], Next = page.Next }, ApiJson.Default.PageAuditEntryView);
    });

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

    private static AuditEntryView View(AuditEntry entry) => new()
    {
        Number = entry.Number,
        At = entry.At,
        By = entry.By,
        Action = entry.Action,
        Kind = entry.Kind,
        Id = entry.Id,
        Version = entry.Version,
        Detail = entry.Detail,
    };
}
