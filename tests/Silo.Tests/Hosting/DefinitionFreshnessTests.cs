using CxOrchestrator.Publishing;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A silo that cannot learn whether there are newer documents reads nothing until it can.</summary>
public sealed class DefinitionFreshnessTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ClusterNodeOptions Settings = new();

    private readonly FakeTimeProvider _clock = new(Make.Start);
    private readonly SqliteUnderTest _store = new();
    private readonly DefinitionFreshness _freshness;

    public DefinitionFreshnessTests() => _freshness = new DefinitionFreshness(Options.Create(Settings), _clock);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public void IsOpen_AsLongAsTheNewestIsKnown()
    {
        Assert.False(_freshness.IsOpen);
        _freshness.Confirm(_clock.GetTimestamp());
        Assert.True(_freshness.IsOpen);
        _clock.Advance(Settings.DefinitionsKnownFor);
        Assert.True(_freshness.IsOpen);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_freshness.IsOpen);
        Assert.Equal(Settings.DefinitionsKnownFor + TimeSpan.FromMilliseconds(1), _freshness.KnownAgo);
    }

    [Fact]
    public async Task Wait_WhileClosed_EndsWithTheNextConfirmation()
    {
        var waiting = _freshness.WaitAsync(None);
        Assert.False(waiting.IsCompleted);

        // An answer that itself came too late opens nothing.
        var asked = _clock.GetTimestamp();
        _clock.Advance(Settings.DefinitionsKnownFor * 2);
        _freshness.Confirm(asked);
        Assert.False(waiting.IsCompleted);

        _freshness.Confirm(_clock.GetTimestamp());
        await waiting.WaitAsync(WatchedClock.Patience);
    }

    [Fact]
    public async Task Wait_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _freshness.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Partition_WhatWasPolledWhileClosed_ComesWhenItOpens()
    {
        var inner = new OnePartition();
        var polled = new GatedPartition(inner, _freshness).PollAsync(1, TimeSpan.Zero, None);
        Assert.False(polled.IsCompleted);

        _freshness.Confirm(_clock.GetTimestamp());
        Assert.Same(inner.Chunk, await polled.WaitAsync(WatchedClock.Patience));
    }

    [Fact]
    public async Task Timers_WhileClosed_AreNotDue()
    {
        var progress = new ReadProgress();
        progress.Expect(1);
        progress.Join("log", 0);
        progress.Report("log", 0, Make.Start);
        var gated = new GatedReadThrough(progress, _freshness);

        Assert.Null(await gated.ThroughAsync(None));
        _freshness.Confirm(_clock.GetTimestamp());
        Assert.Equal(Make.Start, await gated.ThroughAsync(None));
    }

    [Fact]
    public async Task Refresher_OfAStoreThatFails_ConfirmsNothingUntilItAnswersAndTheNewestIsInForce()
    {
        using var host = new DefinitionHost(_store.Definitions, NullLogger<DefinitionHost>.Instance);
        var flaky = new FlakyDefinitions(_store.Definitions) { Fails = new IOException("away") };
        using var refresher = new DefinitionRefresher(host, flaky, _freshness, Options.Create(Settings), _clock, NullLogger<DefinitionRefresher>.Instance);
        await _store.Definitions.PublishAsync(0, [new StoredDocumentOf("order").Document], "elsewhere", None);
        await refresher.StartAsync(None);
        Assert.False(_freshness.IsOpen);

        flaky.Fails = null;
        var waiting = _freshness.WaitAsync(None);
        while (!waiting.IsCompleted)
        {
            _clock.Advance(Settings.DefinitionsEvery);
            await Task.Yield();
        }

        Assert.Equal(1, host.Current.Version);
        await refresher.StopAsync(None);
    }

    private sealed record StoredDocumentOf(string Id)
    {
        public CxOrchestrator.Storage.StoredDocument Document => new() { Kind = "journey", Id = Id, Version = 1, File = $"{Id}.yaml", Text = DefinitionHostTests.Journey(Id).Text };
    }

    private sealed class OnePartition : ILogPartition
    {
        public LogChunk Chunk { get; } = new() { Records = [], ReadThrough = Make.Start };

        public string Log => "log";

        public int Id => 0;

        public Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken) => Task.FromResult(Chunk);

        public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
