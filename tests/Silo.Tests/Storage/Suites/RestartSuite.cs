using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What was acknowledged is there after a restart.</summary>
public abstract class RestartSuite : StoreSuite
{
    [Fact]
    public async Task Reopen_EverythingStored_IsBack()
    {
        await Store.Customers.CommitAsync(CustomerStoreSuite.Everything("c-1"), None);
        await Store.OpenCaseAsync("k-1", Some.Case("c-2"));
        await Store.Cases.ClaimAsync("k-1", "Ann", None);
        await Store.Definitions.PublishAsync(0, [new StoredDocument { Kind = "policy", Id = "p", Version = 1, File = "p.yaml", Text = "text" }], "pack", None);
        await Store.Sending.SetAsync(stopped: true, "Ann", None);
        await Store.Log.AppendAsync([.. Enumerable.Range(1, 7).Select(i => Some.Item($"t-{i}"))], None);
        var name = await LogNameAsync();

        await Store.ReopenAsync();

        var row = await Store.Customers.LoadAsync(Some.Key(), None);
        Assert.Equal((1L, "everything", 42L, 72d), (row!.Version, Some.Text(row.State), row.Positions.Single().Position, row.AtRisk!.Risk));
        Assert.Equal([12L, 11], (await Store.Read.HistoryAsync(Some.Key(), null, 10, None)).Select(h => h.Sequence));
        Assert.Single((await Store.Read.DecisionsAsync(new DecisionQuery { Customer = Some.Key() }, None)).Items);
        Assert.Equal("a-1", Assert.Single(await Store.Outbox.WaitingAsync(Share.Whole, Make.Start, 10, None)).Action);
        Assert.Single(await Store.Timers.DueAsync(Share.Whole, Make.Day(1), Store.Clock.GetUtcNow(), 10, None));
        Assert.Single(await Store.Read.AtRiskAsync(null, 10, None));
        Assert.Single((await Store.DeadLetters.ListAsync(null, null, 10, None)).Items);
        Assert.Equal(CaseStatus.Claimed, (await Store.Cases.GetAsync("k-1", None))!.Status);
        Assert.Equal("text", Assert.Single((await Store.Definitions.CurrentAsync(None))!.Documents).Text);
        Assert.True((await Store.Sending.GetAsync(None)).Stopped);
        Assert.Equal(name, await LogNameAsync());
        var line = await Store.LedgerAsync();
        Assert.Equal((7L, 1L, 2L, 3L), (line.Received, line.Applied, line.Duplicate, line.Rejected));
        await using var log = await LogReaders.StartAsync(Store.Source);
        Assert.Equal(7, (await log.ReadAllAsync()).Length);
    }

    private async Task<string> LogNameAsync()
    {
        await using var log = await LogReaders.StartAsync(Store.Source);
        return Assert.Single(log.Partitions.Select(p => p.Log).Distinct());
    }

    [Fact]
    public async Task Reopen_LeaseOfAProcessThatDied_EndsWithItsTime()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await Store.Outbox.LeaseAsync("dead process", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None);

        await Store.ReopenAsync();

        Assert.Empty(await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None));
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10, None));
    }
}
