using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>received = applied + duplicate + rejected + erased + waiting, for every source.</summary>
public abstract class LedgerSuite : StoreSuite
{
    [Fact]
    public async Task Ledger_NewStore_IsEmpty() => Assert.Empty((await Store.Read.LedgerAsync(None)).Sources);

    [Fact]
    public async Task Ledger_Append_CountsPerSourceWithItsTime()
    {
        await Store.Log.AppendAsync([Some.Item("a"), Some.Item("b"), Some.Item("a", source: "app")], None);
        Store.JourneyClock.Advance(TimeSpan.FromMinutes(5));
        await Store.Log.AppendAsync([Some.Item("c")], None);

        var (shop, app) = (await Store.LedgerAsync(), await Store.LedgerAsync("app"));
        Assert.Equal((3L, 3L, Make.Start.AddMinutes(5)), (shop.Received, shop.Waiting, shop.LastReceivedAt!.Value));
        Assert.Equal((1L, 1L, Make.Start), (app.Received, app.Waiting, app.LastReceivedAt!.Value));
    }

    [Fact]
    public async Task Ledger_WhatBecameOfThem_AddsUp()
    {
        await Store.Log.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Some.Item($"t-{i}"))], None);
        await Store.CommitAsync("c-1", c => c with { Ledger = [new LedgerCount { Source = "shop", Applied = 4, Duplicate = 2, Conflicting = 1 }] });
        await Store.CommitAsync("c-2", c => c with { Ledger = [new LedgerCount { Source = "shop", Applied = 1, Rejected = 1 }] });
        await Store.DeadLetters.AddAsync(Some.Letter(3), None);

        var line = await Store.LedgerAsync();
        Assert.Equal((10L, 5L, 2L, 2L, 1L), (line.Received, line.Applied, line.Duplicate, line.Rejected, line.Conflicting));
        Assert.Equal(line.Received, line.Applied + line.Duplicate + line.Rejected + line.Waiting);
        Assert.Equal(1, line.Waiting);
        Assert.Equal(Make.Start, line.LastReceivedAt);
    }

    [Fact]
    public async Task Ledger_SourcesBeyondTheBound_AreCountedTogetherAndStillAddUp()
    {
        await using var store = NewStore(sourcesMax: 2);
        await store.Log.AppendAsync([Some.Item("a", source: "one"), Some.Item("b", source: "two"), .. Enumerable.Range(0, 20).Select(i => Some.Item($"c{i}", source: $"made-up-{i}"))], None);
        await CountAsync(store, "c-1", Applied("one"), Applied("two"), Applied("made-up-0"), new LedgerCount { Source = "made-up-1", Duplicate = 1 }, new LedgerCount { Source = "made-up-2", Rejected = 1 });
        await store.DeadLetters.AddAsync(Some.Letter(3) with { Source = "made-up-3" }, None);

        var ledger = await store.Read.LedgerAsync(None);

        Assert.Equal(["one", "other", "two"], ledger.Sources.Select(s => s.Source));
        Assert.Equal(2, ledger.NamedOfMore);
        var other = await store.LedgerAsync("other");
        Assert.Equal((20L, 1L, 1L, 2L, 16L), (other.Received, other.Applied, other.Duplicate, other.Rejected, other.Waiting));
        Assert.All(ledger.Sources.Where(s => s.Source != "other"), s => Assert.Equal((1L, 1L, 0L), (s.Received, s.Applied, s.Waiting)));
    }

    [Fact]
    public async Task Ledger_SourceThatIsAppliedBeforeItIsCountedAsReceived_HasOneName()
    {
        await using var store = NewStore(sourcesMax: 1);
        await CountAsync(store, "c-1", Applied("one"), Applied("two"));
        await store.Log.AppendAsync([Some.Item("b", source: "two"), Some.Item("a", source: "one")], None);

        Assert.Equal(0, (await store.LedgerAsync("one")).Waiting);
        Assert.Equal((1L, 1L), ((await store.LedgerAsync("other")).Received, (await store.LedgerAsync("other")).Applied));
    }

    [Fact]
    public async Task Ledger_AfterARestart_KeepsEverySourceWhereItWas()
    {
        await using var store = NewStore(sourcesMax: 1);
        await store.Log.AppendAsync([Some.Item("a", source: "one"), Some.Item("b", source: "two")], None);
        await store.ReopenAsync();
        await CountAsync(store, "c-1", Applied("two"), Applied("one"));

        Assert.Equal([("one", 0L), ("other", 0L)], (await store.Read.LedgerAsync(None)).Sources.Select(s => (s.Source, s.Waiting)));
    }

    [Fact]
    public async Task Ledger_RaisedBound_CountsOnceNothingWithoutANameWaits()
    {
        var settings = new Dictionary<string, string?> { ["Ledger:SourcesMax"] = "1" };
        await using var store = NewStore(settings);
        await store.Log.AppendAsync([Some.Item("a", source: "one"), Some.Item("b", source: "two")], None);
        settings["Ledger:SourcesMax"] = "10";
        await store.ReopenAsync();

        // It was received without a name and is applied without one.
        await store.Log.AppendAsync([Some.Item("c", source: "three")], None);
        await CountAsync(store, "c-1", Applied("one"), Applied("two"), Applied("three"));
        Assert.Equal((2L, 2L, 0L), await OfAsync(store, "other"));
        Assert.Equal(1, (await store.Read.LedgerAsync(None)).NamedOfMore);

        await ReadToTheEndAsync(store);
        await store.Log.AppendAsync([Some.Item("d", source: "two")], None);
        await CountAsync(store, "c-2", Applied("two"));
        Assert.Equal((1L, 1L, 0L), await OfAsync(store, "two"));
        Assert.Null((await store.Read.LedgerAsync(None)).NamedOfMore);
    }

    [Fact]
    public async Task Ledger_SourceNamedOther_SharesTheLineAndTakesNoName()
    {
        await using var store = NewStore(sourcesMax: 1);
        await store.Log.AppendAsync([Some.Item("a", source: "other"), Some.Item("b", source: "one")], None);

        Assert.Equal(["one", "other"], (await store.Read.LedgerAsync(None)).Sources.Select(s => s.Source));
        Assert.Null((await store.Read.LedgerAsync(None)).NamedOfMore);
    }

    [Fact]
    public async Task Ledger_ManyAtOnce_NeverNameMoreThanTheBound()
    {
        await using var store = NewStore(sourcesMax: 5);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => CountAsync(store, $"c-{i}", Applied($"s-{i % 20}"))));

        var ledger = await store.Read.LedgerAsync(None);
        Assert.Equal((6, 40L), (ledger.Sources.Length, ledger.Sources.Sum(s => s.Applied)));
        Assert.Equal(5, ledger.NamedOfMore);
    }

    /// <summary>A store with these settings, read again when it is reopened.</summary>
    protected abstract StoreUnderTest NewStore(IReadOnlyDictionary<string, string?> settings);

    /// <summary>The positions of all that was received are stored as applied, where the store keeps them for a log outside of it.</summary>
    protected virtual Task ReadToTheEndAsync(StoreUnderTest store) => Task.CompletedTask;

    private StoreUnderTest NewStore(int sourcesMax) => NewStore(new Dictionary<string, string?> { ["Ledger:SourcesMax"] = $"{sourcesMax}" });

    private static LedgerCount Applied(string source) => new() { Source = source, Applied = 1 };

    private static async Task CountAsync(StoreUnderTest store, string customer, params LedgerCount[] counts) =>
        Assert.Equal(CommitResult.Committed, await store.CommitAsync(customer, c => c with { Ledger = [.. counts] }));

    private static async Task<(long Received, long Applied, long Waiting)> OfAsync(StoreUnderTest store, string source) =>
        await store.LedgerAsync(source) is var line ? (line.Received, line.Applied, line.Waiting) : default;
}
