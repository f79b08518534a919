using System.Collections.Immutable;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Sources.Pulling;
using CxOrchestrator.Sources.Receiving;
using CxOrchestrator.Sources.Streaming;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>
/// Listens to the sources that keep a connection open, each by one gateway at a time. How far a stream was read is stored with the touchpoints that came
/// of it. A batch that cannot be stored is kept until it can be: a system may not send it again.
/// </summary>
internal sealed partial class SourceStreamer(
    IDefinitions definitions, SourceSecrets secrets, ISourcePulls pulls, SourcePageIntake intake, SourceRecorder recorder, IHttpClientFactory clients, IHttpMessageHandlerFactory handlers,
    JourneyClock journey, TimeProvider clock, ILogger<SourceStreamer> logger) : RepeatedWork(clock)
{
    private static readonly TimeSpan ReopenAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(5);

    /// <summary>How long another gateway waits for one that is gone; a third of it is the time between renewals.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private readonly string _reader = SourceReader.Name(clock);
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(cancellationToken);
        foreach (var (id, running) in _running.Where(r => r.Value.Work.IsCompleted || !wanted.TryGetValue(r.Key, out var now) || !now.IsLike(r.Value.Stream)).ToList())
        {
            await running.DisposeAsync();
            _running.Remove(id);
        }

        foreach (var (id, stream) in wanted)
        {
            if (!_running.ContainsKey(id) && await pulls.LeaseAsync(id, _reader, Lease, cancellationToken) is { } state)
            {
                _running.Add(id, new Running(stream, token => ListenAsync(stream, state, token)));
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_running.Values.Select(r => r.DisposeAsync().AsTask()));
        _running.Clear();
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private async Task<Dictionary<string, OneStream>> WantedAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, OneStream>(StringComparer.Ordinal);
        var current = definitions.Current;
        foreach (var connection in current.Set.SourceConnections.Where(c => c.Enabled))
        {
            if (BuiltInSources.Find(current, connection.Source) is { Stream: { } stream } source)
            {
                var settings = SourceSettings.Effective(source, connection.Settings);
                var entered = (await secrets.OfAsync(connection, source, cancellationToken)).Sets[0];

                // A kind that also delivers needs nothing of this where it does.
                if (!PullTargets.Missing(source, settings, entered).Any())
                {
                    wanted.Add(connection.Id, new OneStream(connection, source, stream, settings, entered));
                }
            }
        }

        return wanted;
    }

    private async Task ListenAsync(OneStream one, SourcePullState state, CancellationToken ended)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var renewing = RenewAsync(one, held);
        var cursor = StreamCursor.Read(state.Cursor);
        var (problem, rest) = (state.LastError, ReopenAfter);
        try
        {
            using var listener = new StreamListener(one.Stream, new ProviderValues { Settings = one.Settings, Secrets = one.Secrets }, clients, handlers, Clock);
            await foreach (var batch in listener.ListenAsync(cursor, held.Token))
            {
                var after = cursor.After(batch);
                await TakeAsync(one, batch, after, held);
                (cursor, problem) = (after, null);
            }
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            rest = TimeSpan.Zero;
        }
        catch (SystemFailedException failed)
        {
            cursor = cursor with { Failures = cursor.Failures + 1 };
            (problem, rest) = ($"{failed.Message}.", SourceReader.BackOff(cursor.Failures, failed.RetryAfter));
            if (state.FailingSince is null || cursor.Failures == 1)
            {
                LogUnheard(logger, one.Connection.Id, failed.Message);
            }
        }
#pragma warning disable CA1031 // Whatever it fails with, it is opened again, and the other streams go on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            cursor = cursor with { Failures = cursor.Failures + 1 };
            (problem, rest) = ("The gateway failed to read it; its log says why.", SourceReader.BackOff(cursor.Failures, null));
            LogBroken(logger, failed, one.Connection.Id);
        }

        await held.CancelAsync();
        await renewing;
        await EndAsync(one, cursor, problem, rest);
    }

    // Fails where the store is down: then the lease runs out by itself.
    private async Task EndAsync(OneStream one, StreamCursor cursor, string? problem, TimeSpan rest)
    {
        try
        {
            if (await pulls.AdvanceAsync(one.Connection.Id, _reader, cursor.Write(), Lease, CancellationToken.None))
            {
                await pulls.EndAsync(one.Connection.Id, _reader, Clock.GetUtcNow() + rest, problem, CancellationToken.None);
            }
        }
#pragma warning disable CA1031 // The next reader begins where the last stored batch ended.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            LogFailed(logger, failed);
        }
    }

    private async Task TakeAsync(OneStream one, StreamBatch batch, StreamCursor cursor, CancellationTokenSource held)
    {
        foreach (var sentence in batch.Unread)
        {
            recorder.Refused(one.Connection, StatusCodes.Status400BadRequest, sentence, 0);
            LogUnreadable(logger, one.Connection.Id, sentence);
        }

        var request = new WebhookRequest { Method = "GET", Url = batch.Url, Headers = [new("Content-Type", "application/x-ndjson")], Body = batch.Lines };
        var events = batch.Lines.IsEmpty || DeliveryBody.Read(request, out _) is not { } received ? []
            : SourceMapper.Map(CompiledSource.Of(one.Source), received.Document, one.Settings, one.Connection.Id, journey.Now) ?? [];
        for (var tries = 0; ; tries++)
        {
            // The first try is not given up half-way: where the system does not send a batch again, this is the only one.
            var (problem, wait) = await StoreAsync(one, request, events, cursor, tries == 0 ? CancellationToken.None : held.Token);
            if (problem is null)
            {
                return;
            }

            if (problem == SourceReader.TakenOver)
            {
                await held.CancelAsync();
            }

            held.Token.ThrowIfCancellationRequested();
            if (tries == 0)
            {
                LogWaiting(logger, one.Connection.Id, problem);
            }

            await Task.Delay(wait ?? StoreRetry, Clock, held.Token);
        }
    }

    private async Task<(string? Problem, TimeSpan? Wait)> StoreAsync(OneStream one, WebhookRequest request, ImmutableArray<MappedEvent> events, StreamCursor cursor, CancellationToken cancellationToken)
    {
        try
        {
            var failure = await intake.StoreAsync(one.Connection, request, events, _reader, cursor.Write(), Lease, cancellationToken);
            return (failure?.Problem, failure?.RetryAfter);
        }
#pragma warning disable CA1031 // Whatever the store failed with, the batch is kept.
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (failed.Message, null);
        }
    }

    // Ends the stream where another gateway has it.
    private async Task RenewAsync(OneStream one, CancellationTokenSource held)
    {
        var renewedAt = Clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(Lease / 3, Clock, held.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (held.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (await pulls.LeaseAsync(one.Connection.Id, _reader, Lease, held.Token) is null)
                {
                    await held.CancelAsync();
                    return;
                }

                renewedAt = Clock.GetTimestamp();
            }
#pragma warning disable CA1031 // It is tried again for as long as the lease lasts.
            catch (Exception failed) when (!held.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, failed);
                if (Clock.GetElapsedTime(renewedAt) > Lease)
                {
                    await held.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>A source that is listened to.</summary>
    private sealed record OneStream(
        SourceConnection Connection, SourceDefinition Source, StreamDefinition Stream, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Secrets)
    {
        /// <summary>The same would be read in the same way.</summary>
        public bool IsLike(OneStream other) =>
            (ReferenceEquals(Source, other.Source) || (Source.Id == other.Source.Id && Source.Version > 0 && Source.Version == other.Source.Version))
            && Same(Settings, other.Settings) && Same(Secrets, other.Secrets);

        private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
            one.Count == other.Count && one.All(o => other.TryGetValue(o.Key, out var value) && value == o.Value);
    }

    /// <summary>A stream that is open, or is being opened.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ended = new();

        public Running(OneStream stream, Func<CancellationToken, Task> listen)
        {
            Stream = stream;
            Work = Task.Run(() => listen(_ended.Token));
        }

        public OneStream Stream { get; }

        public Task Work { get; }

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            await Work;
            _ended.Dispose();
        }
    }

    [LoggerMessage(3616, LogLevel.Warning, "The source {Connection} cannot be listened to: {Problem}; it is opened again")]
    private static partial void LogUnheard(ILogger logger, string connection, string problem);

    [LoggerMessage(3617, LogLevel.Error, "Listening to the source {Connection} failed; it is opened again")]
    private static partial void LogBroken(ILogger logger, Exception exception, string connection);

    [LoggerMessage(3618, LogLevel.Warning, "The source {Connection} sent something that cannot be read: {Sentence}")]
    private static partial void LogUnreadable(ILogger logger, string connection, string sentence);

    [LoggerMessage(3619, LogLevel.Warning, "What the source {Connection} sent could not be stored: {Problem}; it is kept and tried again")]
    private static partial void LogWaiting(ILogger logger, string connection, string problem);

    [LoggerMessage(3620, LogLevel.Warning, "How far streams are read could not be stored; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
