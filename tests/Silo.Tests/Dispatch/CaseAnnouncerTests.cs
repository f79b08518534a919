using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class CaseAnnouncerTests : IAsyncLifetime, IDefinitions
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();
    private readonly DispatchOptions _options = new();
    private readonly FlakyLog _log;
    private readonly CaseAnnouncer _announcer;

    public CaseAnnouncerTests()
    {
        _log = new FlakyLog(_store.Log);
        _announcer = new CaseAnnouncer(_store.Cases, _log, this, new WholeShare(), Options.Create(_options), _store.Clock, NullLogger<CaseAnnouncer>.Instance);
    }

    public CompiledDefinitions Current { get; } = new(new DefinitionSet
    {
        Version = 1,
        Journeys = [new JourneyDefinition { Id = "order", Name = "Order", InstanceBy = "order", Stages = [] }],
    });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _announcer.StopAsync(None);
        _announcer.Dispose();
        await _store.DisposeAsync();
    }

    private async Task CompleteAsync(string id)
    {
        await _store.OpenCaseAsync(id, Some.Case("ann"));
        await _store.Cases.ClaimAsync(id, "Bob", None);
        _store.JourneyClock.Advance(TimeSpan.FromHours(1));
        await _store.Cases.CompleteAsync(id, "Bob", "resolved", "a note", None);
    }

    private async Task LookAsync(TimeSpan passed)
    {
        if (_announcer.ExecuteTask is null)
        {
            await _announcer.StartAsync(None);
            await _store.Clock.ArmedAsync(_options.LookEvery);
        }

        _store.Clock.Advance(passed);
        await _store.Clock.ArmedAsync(_options.LookEvery);
    }

    private async Task<IReadOnlyList<Touchpoint>> LoggedAsync()
    {
        await using var readers = await LogReaders.StartAsync(_store.Source);
        return [.. (await readers.ReadAllAsync()).Select(r => TouchpointJson.Read(r.Body.Span).Touchpoint ?? throw new InvalidDataException(Some.Text(r.Body)))];
    }

    [Fact]
    public async Task Announce_Completed_BecomesOneTouchpoint()
    {
        await CompleteAsync("k-1");
        await LookAsync(ICaseStore.UndoWithin);
        await LookAsync(TimeSpan.FromHours(1));

        var touchpoint = Assert.Single(await LoggedAsync());
        Assert.Equal(("cx.cases", "k-1:3", "case.completed", "ann", "operator"),
            (touchpoint.Identity.Source, touchpoint.Identity.Id, touchpoint.Type, touchpoint.Customer.Value, touchpoint.Channel));
        Assert.Equal(Make.Start.AddHours(1), touchpoint.At);
        Assert.Equal(
            ("k-1", "resolved", "retention", "late", "4711"),
            (Text(touchpoint, "case"), Text(touchpoint, "disposition"), Text(touchpoint, "queue"), Text(touchpoint, "policy"), Text(touchpoint, "order")));
        Assert.Equal(1, (await _store.LedgerAsync("cx.cases")).Received);
    }

    [Fact]
    public async Task Announce_WithinTheUndoTime_SaysNothing()
    {
        await CompleteAsync("k-1");
        await LookAsync(ICaseStore.UndoWithin - TimeSpan.FromMilliseconds(1));
        await _store.Cases.ReopenAsync("k-1", "Bob", None);
        await LookAsync(TimeSpan.FromHours(1));

        Assert.Empty(await LoggedAsync());
    }

    [Fact]
    public async Task Announce_LogIsFull_ComesLater()
    {
        _log.Fails = new LogFullException(TimeSpan.FromSeconds(30));
        await CompleteAsync("k-1");
        await LookAsync(ICaseStore.UndoWithin);
        Assert.Empty(await LoggedAsync());

        _log.Fails = null;
        await LookAsync(_options.LookEvery);
        Assert.Single(await LoggedAsync());
    }

    [Fact]
    public async Task Announce_StoppedBetweenTheLogAndTheCase_ComesAgainUnderTheSameIdentity()
    {
        await CompleteAsync("k-1");
        _log.FailsAfter = new IOException("killed");
        await LookAsync(ICaseStore.UndoWithin);
        _log.FailsAfter = null;
        await LookAsync(_options.LookEvery);

        var twice = await LoggedAsync();
        Assert.Equal(2, twice.Count);
        Assert.Equal(twice[0].Identity, twice[1].Identity);
    }

    private static string? Text(Touchpoint touchpoint, string attribute) => touchpoint.Attributes[attribute].ToString();

    private sealed class FlakyLog(ITouchpointLog log) : ITouchpointLog
    {
        public Exception? Fails { get; set; }

        public Exception? FailsAfter { get; set; }

        public async Task AppendAsync(System.Collections.Immutable.ImmutableArray<LogItem> items, CancellationToken cancellationToken)
        {
            if (Fails is { } failure)
            {
                throw failure;
            }

            await log.AppendAsync(items, cancellationToken);
            if (FailsAfter is { } after)
            {
                throw after;
            }
        }
    }
}
