using System.Reflection;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Gateway.Mailbox;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Operations;

/// <summary><c>/v1/status</c> and <c>/v1/clock</c>.</summary>
internal static class StatusEndpoints
{
    private static readonly string Version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/status", GetAsync)
            .WithName("GetStatus").WithTags("Operations").WithSummary("Figures of this installation").Produces<StatusView>();
        routes.MapGet("/v1/clock", static (JourneyClock clock) => TypedResults.Json(clock.View, ApiJson.Default.ClockView))
            .WithName("GetClock").WithTags("Operations").WithSummary("The two clocks")
            .WithDescription("Times of the API are the journey's clock; the demo runs it faster than the system's.")
            .Produces<ClockView>();
    }

    private static async Task<IResult> GetAsync(
        IReadModel store,
        Figures figures,
        LiveConnections connections,
        IDefinitions definitions,
        JourneyClock clock,
        Installation installation,
        MailboxHost mailbox,
        CancellationToken cancellationToken)
    {
        var status = await store.StatusAsync(cancellationToken);
        return TypedResults.Json(
            new StatusView
            {
                Product = "CxOrchestrator",
                Version = Version,
                Mode = Names<GatewayMode>.Of(installation.Mode),
                StartedAt = installation.StartedAt,
                JourneyNow = clock.Now,
                JourneySpeed = clock.Speed,
                Customers = status.Customers,
                AtRisk = status.AtRisk,
                TouchpointsPerSecond = figures.Totals.TouchpointsPerSecond,
                LogWaiting = status.LogWaiting,
                OldestWaitingSeconds = status.OldestWaitingAt is { } oldest ? Math.Max(0, (clock.Now - oldest).TotalSeconds) : null,
                LogRows = status.LogRows,
                StoreBytes = status.StoreBytes,
                DeadLetters = status.DeadLetters,
                DeadActions = status.DeadActions,
                ActionsWaiting = status.ActionsWaiting,
                ActionsSending = status.ActionsSending,
                TimersArmed = status.TimersArmed,
                NextTimerAt = status.NextTimerAt,
                Commits = status.Commits,
                CommitOperationsMean = status.CommitOperationsMean,
                CommitMillisecondsP95 = status.CommitTimeP95.TotalMilliseconds,
                MemoryBytes = Environment.WorkingSet,
                LiveConnections = connections.Count,
                DefinitionsVersion = definitions.Current.Version,
                Mailbox = MailViews.State(mailbox),
            },
            ApiJson.Default.StatusView);
    }
}
