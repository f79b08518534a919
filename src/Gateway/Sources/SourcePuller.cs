using System.Collections.Concurrent;
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
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>
/// Asks the sources that do not deliver by themselves, each by one gateway at a time. How far it asked is stored with the touchpoints of a page.
/// </summary>
internal sealed partial class SourcePuller(
    IDefinitions definitions, SourceSecrets secrets, ISourcePulls pulls, SourcePageIntake intake, IHttpClientFactory clients, JourneyClock journey, TimeProvider clock, ILogger<SourcePuller> logger)
    : RepeatedWork(clock)
{
    /// <summary>Sources that are asked at once.</summary>
    private const int AtOnceMax = 4;

    /// <summary>Pages that are read before others have their turn.</summary>
    private const int PagesMax = 20;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);
    /// <summary>How long another gateway waits for one that is gone: longer than a page takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private readonly string _reader = SourceReader.Name(clock);

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        var asked = current.Set.SourceConnections.Where(c => c.Enabled)
            .Select(c => (Connection: c, Source: BuiltInSources.Find(current, c.Source))).Where(c => c.Source?.Pull is not null).ToList();
        var failed = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            asked,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken },
            async (s, token) =>
            {
                try
                {
                    await PullAsync(s.Connection, s.Source!, token);
                }
#pragma warning disable CA1031 // What fails for one source holds no other up; it is reported below.
                catch (Exception exception) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    failed.Enqueue(exception);
                }
            });
        if (!failed.IsEmpty)
        {
            throw new AggregateException(failed);
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private async Task PullAsync(SourceConnection connection, SourceDefinition source, CancellationToken cancellationToken)
    {
        var settings = SourceSettings.Effective(source, connection.Settings);
        var entered = (await secrets.OfAsync(connection, source, cancellationToken)).Sets[0];

        // A kind that also delivers needs nothing of this where it does.
        if (PullTargets.Missing(source, settings, entered).Any() || await pulls.LeaseAsync(connection.Id, _reader, Lease, cancellationToken) is not { } state)
        {
            return;
        }

        using var asker = new HttpAsker(source.Pull!.Request, source.Pull.Query, source.Pull.Auth, clients, AnswerMax, DeliveryBody.BytesMax, Clock);
        var pull = new OnePull(connection, source, source.Pull, asker, settings, entered);
        var cursor = PullCursor.Read(state.Cursor);
        for (var page = 0; page < PagesMax; page++)
        {
            var now = Clock.GetUtcNow();
            cursor = cursor.Begin(source.Pull, now);
            if (cursor.NotBefore(source.Pull, now) is { } later)
            {
                await pulls.EndAsync(connection.Id, _reader, later, null, CancellationToken.None);
                return;
            }

            // The call counts before it is made: a crash must not have the limit exceeded.
            cursor = cursor.Calling(source.Pull, now);
            if (!await pulls.AdvanceAsync(connection.Id, _reader, cursor.Write(), Lease, cancellationToken))
            {
                return;
            }

            var (after, problem, wait) = await PageAsync(pull, cursor, cancellationToken);
            cursor = after ?? (cursor with { Failures = cursor.Failures + 1 }).Answered(Clock.GetUtcNow());
            if (problem == SourceReader.TakenOver || (problem is not null && !await pulls.AdvanceAsync(connection.Id, _reader, cursor.Write(), Lease, cancellationToken)))
            {
                return;
            }

            if (problem is not null || cursor.Until is null)
            {
                await EndAsync(pull, cursor, state, problem, wait);
                return;
            }
        }

        await pulls.EndAsync(connection.Id, _reader, Clock.GetUtcNow(), null, CancellationToken.None);
    }

    private async Task EndAsync(OnePull pull, PullCursor cursor, SourcePullState state, string? problem, TimeSpan? wait)
    {
        var rest = problem is null ? pull.Pull.Every : SourceReader.BackOff(cursor.Failures, wait);
        await pulls.EndAsync(pull.Connection.Id, _reader, Clock.GetUtcNow() + rest, problem is null ? null : $"{problem}.", CancellationToken.None);
        if (problem is not null && state.FailingSince is null)
        {
            LogUnread(logger, pull.Connection.Id, problem);
        }
    }

    // The cursor after a page whose touchpoints are durable; null, and why, where they are not.
    private async Task<(PullCursor? After, string? Problem, TimeSpan? Wait)> PageAsync(OnePull pull, PullCursor cursor, CancellationToken cancellationToken)
    {
        var instead = cursor.Next?.StartsWith("http", StringComparison.OrdinalIgnoreCase) == true ? cursor.Next : null;
        var answer = await pull.Asker.AskAsync(new ProviderValues { Page = cursor.Page(), Settings = pull.Settings, Secrets = pull.Secrets }, instead, cancellationToken);
        if (answer.Problem is not null)
        {
            return (null, answer.Problem, answer.RetryAfter);
        }

        var compiled = CompiledSource.Of(pull.Source);
        var next = compiled.NextPage?.Text(answer.Document!) is { Length: > 0 } named ? named : null;
        if (next is not null && next == cursor.Next)
        {
            return (null, "The answer names its own page as the next one", null);
        }

        if (DeliveryBody.Read(answer.Request!, out var unread) is not { } received)
        {
            return (null, unread, null);
        }

        if (SourceMapper.Map(compiled, received.Document, pull.Settings, pull.Connection.Id, journey.Now) is not { } events)
        {
            return (null, $"A page has more than {SourceMapper.EventsMax:N0} events; ask for smaller ones", null);
        }

        var after = cursor.After(pull.Pull, next).Answered(Clock.GetUtcNow());
        var failure = await intake.StoreAsync(pull.Connection, answer.Request!, events, _reader, after.Write(), Lease, cancellationToken);
        return failure is null ? (after, null, null) : (null, failure.Problem, failure.RetryAfter);
    }

    /// <summary>A source that is asked.</summary>
    private sealed record OnePull(
        SourceConnection Connection, SourceDefinition Source, SourcePull Pull, HttpAsker Asker, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Secrets);

    [LoggerMessage(3614, LogLevel.Warning, "The source {Connection} could not be asked: {Problem}; trying again")]
    private static partial void LogUnread(ILogger logger, string connection, string problem);

    [LoggerMessage(3615, LogLevel.Warning, "How far sources are asked could not be stored; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
