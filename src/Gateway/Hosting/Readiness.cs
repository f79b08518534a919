using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Connections;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>
/// Whether this process can do its work, check by check. Looked at by itself too, so that the log says when a check changes although nobody asks.
/// </summary>
internal sealed class Readiness(
    Figures figures, LiveBoard board, IDefinitions definitions, DefinitionHost host, InputHealth input, JourneyClock clock, HealthLog log, IServiceProvider services) : BackgroundService
{
    public const string Healthy = "healthy";
    public const string Degraded = "degraded";
    public const string Unhealthy = "unhealthy";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // Figures are read every second; a store that missed a few is away.
    private static readonly TimeSpan StoreSilentMax = TimeSpan.FromSeconds(10);

    // What belongs to a silo is here in one process only, and what belongs to brokers in a cluster only.
    private readonly ILogHealth? _log = services.GetService<ILogHealth>();
    private readonly StoreWrites? _writes = services.GetService<StoreWrites>();
    private readonly TimerFaults? _timers = services.GetService<TimerFaults>();
    private readonly DispatchFaults? _dispatch = services.GetService<DispatchFaults>();
    private readonly WebhookSecret? _secret = services.GetService<WebhookSecret>();
    private readonly ConnectionWatch _connections = services.GetRequiredService<ConnectionWatch>();

    public async Task<IReadOnlyList<HealthCheckView>> ChecksAsync(CancellationToken cancellationToken)
    {
        var (unread, timers, webhooks) = await input.ProblemsAsync(cancellationToken);
        var totals = figures.Totals;
        IReadOnlyList<HealthCheckView> checks =
        [
            Store(),
            board.Loaded ? Check("board", Healthy, null) : Check("board", Unhealthy, "The customers at risk are still being read."),
            Definitions(definitions.Current.Version, host.Import.Problem),
            Degrading("ledger", totals.LedgerBalanced ? null : "What the ledger says waits and what waits in the log differ. Compare GET /v1/ledger by source, and keep the database as it is."),
            Degrading("sources", figures.SourcesNotice),
            Degrading("input", Joined(unread, _log?.Current.Keys)),
            .. _log is null ? Array.Empty<HealthCheckView>() : [Degrading("broker", _log.Current.Broker), Degrading("partitions", _log.Current.Partitions)],
            Degrading("webhooks", Joined(webhooks, _secret?.Problem)),
            Degrading("connections", _connections.Problem),
            Degrading("timers", Joined(timers, _timers?.Problem)),

            // Silos of a cluster answer for themselves.
            .. _dispatch is null ? Array.Empty<HealthCheckView>() : [Degrading("dispatch", _dispatch.Problem)],
            Degrading("sending", totals.SendingStopped ? "All sending is stopped." : null),
        ];
        log.Note(checks);
        return checks;
    }

    public static HealthCheckView Check(string name, string status, string? detail) => new() { Name = name, Status = status, Detail = detail };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Until it has once been ready, what is missing is on its way.
                if (board.Loaded)
                {
                    await ChecksAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private HealthCheckView Store()
    {
        var silent = clock.SystemNow - (figures.ReadAt ?? DateTimeOffset.MinValue);
        return silent >= StoreSilentMax
            ? Check("store", Unhealthy, figures.ReadAt is { } at ? $"The store last answered at {at:u}. Check that it runs and can be reached; reading goes on by itself." : "The store has not answered yet.")
            : Degrading("store", _writes?.Problem);
    }

    private static HealthCheckView Degrading(string name, string? problem) => Check(name, problem is null ? Healthy : Degraded, problem);

    private static string? Joined(string? a, string? b) => a is null || b is null ? a ?? b : $"{a} {b}";

    private static HealthCheckView Definitions(int version, string? problem) => (version, problem) switch
    {
        (0, _) => Check("definitions", Unhealthy, $"No documents are published, and no touchpoint is applied until some are. {problem}".TrimEnd()),
        (_, not null) => Check("definitions", Degraded, $"{problem} Version {version} stays published."),
        _ => Check("definitions", Healthy, null),
    };
}
