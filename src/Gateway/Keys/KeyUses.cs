using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>Writes down now and then when keys were used last: a write for each request would cost more than the request.</summary>
internal sealed partial class KeyUses(IApiKeyStore store, TimeProvider clock, ILogger<KeyUses> logger) : BackgroundService
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(20);

    // At most one for each key that is stored.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);

    public void Used(StoredApiKey key) => _uses[key.Id] = clock.GetUtcNow();

    /// <summary>Writes what was noted since the last time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var uses = _uses.ToImmutableDictionary(StringComparer.Ordinal);
        if (uses.IsEmpty)
        {
            return;
        }

        await store.UsedAsync(uses, cancellationToken);
        foreach (var use in uses)
        {
            _uses.TryRemove(use);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WriteEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryWriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was noted since is written below.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
#pragma warning disable CA1031 // When a key was used last is no reason to stop: it is written the next time.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotWritten(logger, exception);
        }
    }

    [LoggerMessage(3411, LogLevel.Warning, "When keys were used last could not be written; it is tried again")]
    private static partial void LogNotWritten(ILogger logger, Exception exception);
}
