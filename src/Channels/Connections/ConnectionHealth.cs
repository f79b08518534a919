using System.Collections.Concurrent;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Channels.Connections;

/// <summary>Keeps the stored state of connections up with what their sends say, without a write for each.</summary>
public sealed partial class ConnectionHealth(IConnectionStates states, TimeProvider clock, ILogger<ConnectionHealth> logger)
{
    /// <summary>Failures of the provider in a row before it counts as failing; of the connection itself one is enough.</summary>
    private const int FailuresMax = 3;

    /// <summary>How often it is stored that a connection works, or fails in the same way.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    private sealed record Known(int Failures, string? Problem, long? NotedAt);

    public async Task NoteAsync(LiveConnection connection, SendAnswer answer, CancellationToken cancellationToken)
    {
        var id = connection.Definition.Id;
        var failed = answer.ConnectionFault || answer.Verdict == SendVerdict.Uncertain || (answer.Verdict == SendVerdict.Retry && answer.RetryAfter is null);
        var before = _known.GetOrAdd(id, static _ => new Known(0, null, null));
        var failures = failed ? before.Failures + 1 : 0;
        var problem = answer.ConnectionFault || failures >= FailuresMax ? answer.Text ?? "It does not answer." : null;
        var due = before.NotedAt is not { } at || clock.GetElapsedTime(at) >= NoteEvery || problem is null != before.Problem is null;
        if (!due || (failed && problem is null))
        {
            _known[id] = before with { Failures = failures };
            return;
        }

        _known[id] = new Known(failures, problem, clock.GetTimestamp());
        await StoreAsync(id, problem, cancellationToken);
    }

    /// <summary>Stores what a test found of sending; what a mailbox does is noted as it is read.</summary>
    public async Task NoteAsync(string connection, ConnectionTest test, CancellationToken cancellationToken)
    {
        _known[connection] = new Known(0, test.Sends ? null : test.Text, clock.GetTimestamp());
        await StoreAsync(connection, test.Sends ? null : test.Text, cancellationToken);
    }

    private async Task StoreAsync(string connection, string? problem, CancellationToken cancellationToken)
    {
        try
        {
            await states.NoteAsync(connection, problem, cancellationToken);
        }
#pragma warning disable CA1031 // What came of the send counts, whatever becomes of the note.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotNoted(logger, exception, connection);
        }
    }

    [LoggerMessage(4102, LogLevel.Warning, "The state of connection {Connection} could not be stored")]
    private static partial void LogNotNoted(ILogger logger, Exception exception, string connection);
}
