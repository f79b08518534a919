using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Hubs;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Endpoints;

/// <summary><c>/health</c>: live as long as it answers, ready as long as it can do its work.</summary>
internal static class HealthEndpoints
{
    private const string Healthy = "healthy";
    private const string Degraded = "degraded";
    private const string Unhealthy = "unhealthy";

    // Figures are read every second; a store that missed a few is away.
    private static readonly TimeSpan StoreSilentMax = TimeSpan.FromSeconds(10);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", static () => Answer([Check("process", Healthy, null)])).WithName("GetLive").WithSummary("Whether the process answers").Produces<HealthView>();
        health.MapGet("/ready", ReadyAsync).WithName("GetReady").WithSummary("Whether it can do its work")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<HealthView>> ReadyAsync(
        Figures figures, LiveBoard board, IDefinitions definitions, DefinitionHost host, InputHealth input, JourneyClock clock, HttpContext context, CancellationToken cancellationToken)
    {
        var (unread, timers, webhooks) = await input.ProblemsAsync(cancellationToken);
        var silent = clock.SystemNow - (figures.ReadAt ?? DateTimeOffset.MinValue);
        var totals = figures.Totals;
        return Answer(
        [
            silent < StoreSilentMax
                ? Check("store", Healthy, null)
                : Check("store", Unhealthy, figures.ReadAt is { } at ? $"It last answered at {at:O}." : "It has not answered yet."),
            board.Loaded ? Check("board", Healthy, null) : Check("board", Unhealthy, "The customers at risk are still being read."),
            Definitions(definitions.Current.Version, host.Import.Problem),
            totals.LedgerBalanced
                ? Check("ledger", Healthy, null)
                : Check("ledger", Degraded, "What the ledger says waits and what waits in the log differ."),
            figures.SourcesNotice is null ? Check("sources", Healthy, null) : Check("sources", Degraded, figures.SourcesNotice),
            unread is null ? Check("input", Healthy, null) : Check("input", Degraded, unread),
            webhooks is null ? Check("webhooks", Healthy, null) : Check("webhooks", Degraded, webhooks),
            timers is null ? Check("timers", Healthy, null) : Check("timers", Degraded, timers),
            .. Dispatch(context.RequestServices.GetService<DispatchFaults>()),
            totals.SendingStopped ? Check("sending", Degraded, "All sending is stopped.") : Check("sending", Healthy, null),
        ]);
    }

    // Silos of a cluster answer for themselves.
    private static HealthCheckView[] Dispatch(DispatchFaults? faults) =>
        faults is null ? [] : [Check("dispatch", faults.Problem is null ? Healthy : Degraded, faults.Problem)];

    private static HealthCheckView Definitions(int version, string? problem) => (version, problem) switch
    {
        (0, _) => Check("definitions", Unhealthy, $"No documents are published, and no touchpoint is applied until some are. {problem}".TrimEnd()),
        (_, not null) => Check("definitions", Degraded, $"{problem} Version {version} stays published."),
        _ => Check("definitions", Healthy, null),
    };

    private static HealthCheckView Check(string name, string status, string? detail) => new() { Name = name, Status = status, Detail = detail };

    private static JsonHttpResult<HealthView> Answer(IReadOnlyList<HealthCheckView> checks)
    {
        var worst = checks.Any(c => c.Status == Unhealthy) ? Unhealthy : checks.Any(c => c.Status == Degraded) ? Degraded : Healthy;
        return TypedResults.Json(
            new HealthView { Status = worst, Checks = checks },
            GatewayJson.Default.HealthView,
            statusCode: worst == Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
