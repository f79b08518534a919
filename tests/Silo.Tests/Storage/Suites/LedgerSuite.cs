using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>received = applied + duplicate + rejected + waiting, for every source.</summary>
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
}
