using System.Threading.Channels;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Policies;

/// <summary>Writes audit entries of what the silo did by itself, from places that cannot wait for the store.</summary>
internal sealed partial class AuditWriter(IAuditTrail trail, TimeProvider clock, ILogger<AuditWriter> logger) : BackgroundService
{
    /// <summary>Most entries that wait; one beyond them is missing from the trail and appears only in the log.</summary>
    private const int WaitingMax = 1_000;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly Channel<AuditEntry> _waiting = Channel.CreateBounded<AuditEntry>(WaitingMax);

    public void Add(AuditEntry entry)
    {
        if (!_waiting.Writer.TryWrite(entry))
        {
            LogLost(logger, entry.Action, entry.Id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var entry in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (!await WriteAsync(entry, stoppingToken))
            {
                // Behind the others: one that can never be written holds none of them.
                Add(entry);
                await Task.Delay(AgainAfter, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await trail.AddAsync(entry, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever fails: it is written again.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception);
            return false;
        }
    }

    [LoggerMessage(2133, LogLevel.Warning, "An audit entry could not be written; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2134, LogLevel.Error, "Too many audit entries wait: {Action} of {Id} is not in the trail")]
    private static partial void LogLost(ILogger logger, string action, string? id);
}
