using System.Globalization;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace CxOrchestrator.Silo.Hosting;

/// <summary><c>/health</c> of a silo: live as long as it answers, ready once it is one of the cluster and the store answers it.</summary>
internal static class SiloHealth
{
    private const string Healthy = "healthy";
    private const string Degraded = "degraded";
    private const string Unhealthy = "unhealthy";

    // Balancers ask with either.
    private static readonly string[] Methods = ["GET", "HEAD"];

    private static readonly TimeSpan StoreWithin = TimeSpan.FromSeconds(2);

    public static void MapSiloHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Methods, static () => Answer([Check("process", null)]));
        routes.MapMethods("/health/ready", Methods, ReadyAsync);
    }

    /// <summary>Of a process that waits for something before it starts.</summary>
    internal static void MapWaitingHealth(this IEndpointRouteBuilder routes, Func<string> problem)
    {
        routes.MapMethods("/health/live", Methods, static () => Answer([Check("process", null)]));
        routes.MapMethods("/health/ready", Methods, () => Answer([Check("schema", problem())]));
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, HealthLog log, CancellationToken cancellationToken)
    {
        var checks = await ChecksAsync(context.RequestServices, cancellationToken);
        log.Note(checks);
        return Answer(checks);
    }

    internal static async Task<IReadOnlyList<HealthCheckView>> ChecksAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var status = services.GetRequiredService<ISiloStatusOracle>().CurrentStatus;
        var log = services.GetRequiredService<ILogHealth>().Current;
        var store = await StoreAsync(services.GetRequiredService<IDefinitionStore>(), services.GetRequiredService<TimeProvider>(), cancellationToken);
        return
        [
            Check("cluster", status == SiloStatus.Active ? null : $"This silo is {status}."),
            store is null ? Degrading("store", services.GetRequiredService<StoreWrites>().Problem) : Check("store", store),
            Definitions(services.GetRequiredService<DefinitionHost>(), services.GetRequiredService<DefinitionFreshness>()),
            Degrading("dispatch", services.GetRequiredService<DispatchFaults>().Problem),
            Degrading("timers", services.GetRequiredService<TimerFaults>().Problem),
            Degrading("webhooks", services.GetRequiredService<WebhookSecret>().Problem),
            Degrading("broker", log.Broker),
            Degrading("partitions", log.Partitions),
            Degrading("input", log.Keys),

            // Where the others read all partitions, this one is spare and ready all the same.
            new HealthCheckView { Name = "log", Status = Healthy, Detail = $"{services.GetRequiredService<ReadProgress>().Partitions} partitions are read here." },
        ];
    }

    private static HealthCheckView Degrading(string name, string? problem) => new() { Name = name, Status = problem is null ? Healthy : Degraded, Detail = problem };

    private static HealthCheckView Definitions(DefinitionHost definitions, DefinitionFreshness freshness)
    {
        if (definitions.Published is null)
        {
            return Check("definitions", $"No documents are published, and no touchpoint is applied until some are. {definitions.Import.Problem}".TrimEnd());
        }

        // A refused import leaves the last good set published: this silo can work.
        return Known(freshness) is { } unknown ? Check("definitions", unknown)
            : new HealthCheckView { Name = "definitions", Status = definitions.Import.Problem is null ? Healthy : Degraded, Detail = definitions.Import.Problem };
    }

    private static string? Known(DefinitionFreshness freshness) => freshness.IsOpen
        ? null
        : "Whether newer documents were published cannot be learned"
            + (freshness.KnownAgo is { } ago ? string.Create(CultureInfo.InvariantCulture, $" since {ago.TotalSeconds:F0} s") : "")
            + "; nothing is read here until it can.";

    private static async Task<string?> StoreAsync(IDefinitionStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await store.ListAsync(1, cancellationToken).WaitAsync(StoreWithin, clock, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Its words may name hosts and users; the log has them.
            return $"The store does not answer ({exception.GetType().Name}).";
        }
    }

    private static HealthCheckView Check(string name, string? problem) => new() { Name = name, Status = problem is null ? Healthy : Unhealthy, Detail = problem };

    private static IResult Answer(IReadOnlyList<HealthCheckView> checks)
    {
        var worst = checks.Any(c => c.Status == Unhealthy) ? Unhealthy : checks.Any(c => c.Status == Degraded) ? Degraded : Healthy;
        return Results.Json(
            new HealthView { Status = worst, Checks = checks },
            statusCode: worst == Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
