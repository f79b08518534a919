using System.Collections.Concurrent;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>Reads the mailboxes of published connections, each at its interval and by one silo at a time. Paused connections are read: what they sent comes back.</summary>
internal sealed partial class ReturnReader(
    ConnectionCatalog catalog, IReturnMailboxes mailboxes, IDeliveries deliveries, ReportIntake intake, TimeProvider clock, ILogger<ReturnReader> logger) : RepeatedWork(clock)
{
    /// <summary>Mailboxes that are read at once.</summary>
    private const int AtOnceMax = 4;

    /// <summary>When a reading that hangs is given up: within the lease.</summary>
    private static readonly TimeSpan ReadingMax = ReturnReading.Lease - TimeSpan.FromSeconds(15);

    private readonly string _reader = $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}";
    private readonly ReturnMatching _matching = new(deliveries);
    private readonly ConcurrentDictionary<string, ReturnReading> _readings = new(StringComparer.Ordinal);

    /// <summary>How often it is asked whether a mailbox is due.</summary>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var sources = (await catalog.CurrentAsync(cancellationToken)).Where(c => c.Sender is IReturnSource { Mailbox: not null }).ToList();
        foreach (var gone in _readings.Keys.Except(sources.Select(s => s.Definition.Id)))
        {
            _readings.TryRemove(gone, out _);
        }

        await Parallel.ForEachAsync(
            sources,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken },
            async (source, token) => await ReadAsync(source.Definition.Id, (IReturnSource)source.Sender!, token));
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private async Task ReadAsync(string connection, IReturnSource source, CancellationToken cancellationToken)
    {
        var settings = source.Mailbox!;
        if (await mailboxes.LeaseAsync(connection, _reader, ReturnReading.Lease, settings.Every, cancellationToken) is not { } known)
        {
            return;
        }

        var reading = _readings.GetOrAdd(connection, id => new ReturnReading(id, _reader, mailboxes, _matching, intake, Clock));
        using var over = new CancellationTokenSource(ReadingMax, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        string? problem = null;
        try
        {
            await using var mailbox = await source.OpenMailboxAsync(both.Token);
            if (!await reading.RunAsync(mailbox, settings.Place, known.Cursor, both.Token))
            {
                return;
            }
        }
        catch (Exception exception) when (ImapProblems.IsOfTheServer(exception) && !cancellationToken.IsCancellationRequested)
        {
            problem = ImapProblems.Of(exception, settings);
            if (known.FailingSince is null)
            {
                LogUnread(logger, exception, connection);
            }
        }

        await mailboxes.EndAsync(connection, _reader, problem, CancellationToken.None);
    }

    [LoggerMessage(4103, LogLevel.Warning, "The mailbox of connection {Connection} could not be read; trying again")]
    private static partial void LogUnread(ILogger logger, Exception exception, string connection);

    [LoggerMessage(4104, LogLevel.Warning, "What mailboxes of connections have could not be stored; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
