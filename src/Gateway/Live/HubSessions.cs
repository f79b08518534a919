using System.Collections.Concurrent;
using CxOrchestrator.Gateway.Access;
using Microsoft.AspNetCore.SignalR;

namespace CxOrchestrator.Gateway.Live;

/// <summary>Closes the connections whose sessions have ended: a connection lives on long after the request that opened it.</summary>
internal sealed partial class HubSessions(Sessions sessions, TimeProvider clock, ILogger<HubSessions> logger) : BackgroundService
{
    /// <summary>How often sessions are looked at.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // As many as there are connections, which are bounded.
    private readonly ConcurrentDictionary<string, HubCallerContext> _open = new(StringComparer.Ordinal);

    public void Opened(HubCallerContext connection) => _open[connection.ConnectionId] = connection;

    public void Closed(HubCallerContext connection) => _open.TryRemove(connection.ConnectionId, out _);

    /// <summary>Whether the session of a connection goes on.</summary>
    public async Task<Actor?> ActorAsync(HubCallerContext connection, CancellationToken cancellationToken) =>
        await sessions.RenewAsync(connection.User, cancellationToken) is { } user ? Actor.Of(user) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var connection in _open.Values)
                {
                    await CheckAsync(connection, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, and with it all connections.
        }
    }

    private async Task CheckAsync(HubCallerContext connection, CancellationToken cancellationToken)
    {
        try
        {
            if (await ActorAsync(connection, cancellationToken) is null)
            {
                LogEnded(logger);
                connection.Abort();
                Closed(connection);
            }
        }
#pragma warning disable CA1031 // While accounts cannot be read, who is connected goes on: screens are needed most then.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUnread(logger, exception);
        }
    }

    [LoggerMessage(3113, LogLevel.Information, "A live connection was closed: its session has ended")]
    private static partial void LogEnded(ILogger logger);

    [LoggerMessage(3114, LogLevel.Warning, "Whether the session of a live connection has ended could not be read")]
    private static partial void LogUnread(ILogger logger, Exception exception);
}
