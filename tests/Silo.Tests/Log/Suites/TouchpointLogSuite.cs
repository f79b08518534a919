using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Log.Suites;

/// <summary>Appending: durable when it is acknowledged, each customer in its order.</summary>
public abstract class TouchpointLogSuite : StoreSuite
{
    [Fact]
    public async Task Append_Items_AreReadWithTheirBytesSourceAndTime()
    {
        var item = Some.Item("t-1", source: "app");
        await Store.Log.AppendAsync([item], None);

        await using var log = await LogReaders.StartAsync(Store.Source);
        var record = Assert.Single(await log.ReadAllAsync());
        Assert.Equal(item.Body.ToArray(), record.Body.ToArray());
        Assert.Equal(("app", Make.Start), (record.Source, record.ReceivedAt));
    }

    [Fact]
    public async Task Append_Nothing_IsNothing()
    {
        await Store.Log.AppendAsync([], None);

        Assert.Empty((await Store.Read.LedgerAsync(None)).Sources);
    }

    [Fact]
    public async Task Append_ACustomersTouchpoints_KeepTheirOrderInOnePartition()
    {
        // In calls of three, customers mixed.
        foreach (var calls in Enumerable.Range(0, 60).Chunk(3))
        {
            await Store.Log.AppendAsync([.. calls.Select(i => Some.Raw($"c-{i % 5}:{Some.Number(i)}", $"c-{i % 5}"))], None);
        }

        await using var log = await LogReaders.StartAsync(Store.Source);
        var homes = new Dictionary<string, int>();
        foreach (var partition in log.Partitions)
        {
            var records = await LogReaders.ReadAllAsync(partition);
            Assert.Equal(records.Select(r => r.Position).Order().Distinct(), records.Select(r => r.Position));
            foreach (var customer in records.Select(r => Some.Text(r.Body)).GroupBy(b => b.Split(':')[0]))
            {
                homes.Add(customer.Key, partition.Id);
                Assert.Equal(12, customer.Count());
                Assert.Equal(customer.Order(StringComparer.Ordinal), customer);
            }
        }

        Assert.Equal(5, homes.Count);
    }

    [Fact]
    public async Task Append_ManyAtOnce_EachOnceUnderItsOwnPosition()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Store.Log.AppendAsync([Some.Item($"t-{i}", $"c-{i}")], None)));

        await using var log = await LogReaders.StartAsync(Store.Source);
        var all = new List<(int Partition, long Position)>();
        foreach (var partition in log.Partitions)
        {
            all.AddRange((await LogReaders.ReadAllAsync(partition)).Select(r => (partition.Id, r.Position)));
        }

        Assert.Equal(200, all.Distinct().Count());
        Assert.Equal(200, (await Store.LedgerAsync()).Received);
    }

    [Fact]
    public async Task Append_AfterARestart_PositionsGoOn()
    {
        await Store.Log.AppendAsync([Some.Item("t-1")], None);
        await Store.ReopenAsync();
        await Store.Log.AppendAsync([Some.Item("t-2")], None);

        await using var log = await LogReaders.StartAsync(Store.Source);
        var records = await log.ReadAllAsync();
        Assert.Equal(2, records.Length);
        Assert.True(records[0].Position < records[1].Position);
    }

    [Fact]
    public async Task Append_CancelledBefore_AppendsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Log.AppendAsync([Some.Item("t-1")], new CancellationToken(canceled: true)));

        await using var log = await LogReaders.StartAsync(Store.Source);
        Assert.Empty(await log.ReadAllAsync());
    }
}
