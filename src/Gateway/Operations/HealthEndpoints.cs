using CxOrchestrator.Api;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Operations;

/// <summary><c>/health</c>: live as long as it answers, ready as long as it can do its work. Balancers ask with GET or HEAD.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Head = ["HEAD"];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", Live).WithName("GetLive").WithSummary("Whether the process answers").Produces<HealthView>();
        health.MapGet("/ready", ReadyAsync).WithName("GetReady").WithSummary("Whether it can do its work")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
        health.MapMethods("/live", Head, Live).ExcludeFromDescription();
        health.MapMethods("/ready", Head, ReadyAsync).ExcludeFromDescription();
    }

    private static JsonHttpResult<HealthView> Live() => Answer([Readiness.Check("process", Readiness.Healthy, null)]);

    private static async Task<JsonHttpResult<HealthView>> ReadyAsync(Readiness readiness, CancellationToken cancellationToken) =>
        Answer(await readiness.ChecksAsync(cancellationToken));

    private static JsonHttpResult<HealthView> Answer(IReadOnlyList<HealthCheckView> checks)
    {
        var worst = checks.Any(c => c.Status == Readiness.Unhealthy) ? Readiness.Unhealthy : checks.Any(c => c.Status == Readiness.Degraded) ? Readiness.Degraded : Readiness.Healthy;
        return TypedResults.Json(
            new HealthView { Status = worst, Checks = checks },
            ApiJson.Default.HealthView,
            statusCode: worst == Readiness.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
