using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Log.Suites;

/// <summary>Reading: bounded polls, and positions that are only ever stored forwards.</summary>
public abstract class LogReadingSuite : StoreSuite
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(7);

    private async Task<(LogReaders Log, ILogPartition Partition)> HomeAsync(int records)
    {
        await Store.Log.AppendAsync([.. Enumerable.Range(0, records).Select(i => Some.Raw($"{i}"))], None);
        return await HomeAsync();
    }

    /// <summary>The partition of the one customer that these tests write for.</summary>
    private async Task<(LogReaders Log, ILogPartition Partition)> HomeAsync()
    {
        await using (var all = await LogReaders.StartAsync(Store.Source))
        {
            foreach (var partition in all.Partitions)
            {
                if (!(await partition.PollAsync(1, TimeSpan.Zero, None)).Records.IsEmpty)
                {
                    var log = await LogReaders.StartAsync(Store.Source);
                    return (log, log.Partitions.Single(p => p.Id == partition.Id));
                }
            }
        }

        throw new InvalidOperationException("No partition has records.");
    }

    [Fact]
    public async Task Run_EveryPartition_HasAReader()
    {
        await using var log = await LogReaders.StartAsync(Store.Source);

        Assert.Equal(Enumerable.Range(0, Store.Source.Partitions), log.Partitions.Select(p => p.Id));
    }

    [Fact]
    public async Task Run_OneReaderFails_EndsTheOthersAndThrows()
    {
        var ended = 0;
        var run = Store.Source.RunAsync(
            async (partition, token) =>
            {
                if (partition.Id == 3)
                {
                    throw new InvalidDataException("a bug");
                }

                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }
                finally
                {
                    Interlocked.Increment(ref ended);
                }
            },
            None);

        await Assert.ThrowsAsync<InvalidDataException>(() => run.WaitAsync(WatchedClock.Patience));
        Assert.True(ended <= Store.Source.Partitions - 1);
    }

    [Fact]
    public async Task Poll_CountBound_BringsTheRestNext()
    {
        var (log, partition) = await HomeAsync(25);
        await using (log)
        {
            var chunks = new List<LogChunk>();
            for (var i = 0; i < 3; i++)
            {
                chunks.Add(await partition.PollAsync(10, TimeSpan.Zero, None));
            }

            Assert.Equal([10, 10, 5], chunks.Select(c => c.Records.Length));
            Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), chunks.SelectMany(c => c.Records).Select(r => Some.Text(r.Body)));
        }
    }

    [Fact]
    public async Task Poll_BytesBound_IsKept()
    {
        // All together less than the smallest log under test keeps.
        var large = new string('x', 800_000);
        for (var i = 0; i < 6; i++)
        {
            await Store.Log.AppendAsync([Some.Raw(large)], None);
        }

        var (log, partition) = await HomeAsync();
        await using (log)
        {
            var first = await partition.PollAsync(100, TimeSpan.Zero, None);
            var second = await partition.PollAsync(100, TimeSpan.Zero, None);

            Assert.True(first.Records.Sum(r => r.Body.Length) <= LogLimits.PollBytesMax);
            Assert.Equal((5, 1), (first.Records.Length, second.Records.Length));
        }
    }

    [Fact]
    public async Task Poll_RecordBeyondTheBytesBound_ComesAlone()
    {
        await Store.Log.AppendAsync([Some.Raw(new string('x', LogLimits.PollBytesMax + 1)), Some.Raw("small")], None);

        var (log, partition) = await HomeAsync();
        await using (log)
        {
            Assert.Single((await partition.PollAsync(100, TimeSpan.Zero, None)).Records);
            Assert.Equal("small", Some.Text(Assert.Single((await partition.PollAsync(100, TimeSpan.Zero, None)).Records).Body));
        }
    }

    [Fact]
    public async Task Poll_NothingThere_WaitsUntilSomethingComes()
    {
        var (log, partition) = await HomeAsync(1);
        await using (log)
        {
            await partition.PollAsync(10, TimeSpan.Zero, None);
            var poll = partition.PollAsync(10, Wait, None);
            await Store.Clock.ArmedAsync(Wait);
            Assert.False(poll.IsCompleted);

            await Store.Log.AppendAsync([Some.Raw("new")], None);

            Assert.Equal("new", Some.Text(Assert.Single((await poll.WaitAsync(WatchedClock.Patience)).Records).Body));
        }
    }

    [Fact]
    public async Task Poll_NothingComes_IsEmptyAndReadThroughNow()
    {
        var (log, partition) = await HomeAsync(1);
        await using (log)
        {
            await partition.PollAsync(10, TimeSpan.Zero, None);
            var poll = partition.PollAsync(10, Wait, None);
            await Store.Clock.ArmedAsync(Wait);
            Store.JourneyClock.Advance(TimeSpan.FromHours(1));
            Store.Clock.Advance(Wait);

            var chunk = await poll.WaitAsync(WatchedClock.Patience);
            Assert.Empty(chunk.Records);
            Assert.Equal(Make.Start.AddHours(1), chunk.ReadThrough);
        }
    }

    [Fact]
    public async Task Poll_MoreLiesThere_IsReadThroughTheLastRecordOnly()
    {
        await Store.Log.AppendAsync([Some.Raw("first")], None);
        Store.JourneyClock.Advance(TimeSpan.FromMinutes(1));
        await Store.Log.AppendAsync([Some.Raw("second")], None);
        Store.JourneyClock.Advance(TimeSpan.FromHours(1));

        var (log, partition) = await HomeAsync();
        await using (log)
        {
            Assert.Equal(Make.Start, (await partition.PollAsync(1, TimeSpan.Zero, None)).ReadThrough);
            Assert.Equal(Make.Start.AddMinutes(61), (await partition.PollAsync(1, TimeSpan.Zero, None)).ReadThrough);
        }
    }

    [Fact]
    public async Task Store_UpToTheFirstGap_TheRestIsReadAgain()
    {
        var (log, partition) = await HomeAsync(10);
        await using (log)
        {
            var records = (await partition.PollAsync(10, TimeSpan.Zero, None)).Records;
            await partition.StoreAsync(records[3].Position, Make.Start, None);
        }

        await Store.ReopenAsync();
        var (again, same) = await HomeAsync();
        await using (again)
        {
            Assert.Equal(["4", "5", "6", "7", "8", "9"], (await LogReaders.ReadAllAsync(same)).Select(r => Some.Text(r.Body)));
        }
    }

    [Fact]
    public async Task Store_NotStored_IsReadAgain()
    {
        var (log, partition) = await HomeAsync(3);
        await using (log)
        {
            await partition.PollAsync(10, TimeSpan.Zero, None);
        }

        var (again, same) = await HomeAsync();
        await using (again)
        {
            Assert.Equal(3, (await LogReaders.ReadAllAsync(same)).Length);
        }
    }

    [Fact]
    public async Task Store_EarlierPositionOrNoneYet_NeverGoesBack()
    {
        var (log, partition) = await HomeAsync(5);
        await using (log)
        {
            var records = (await partition.PollAsync(10, TimeSpan.Zero, None)).Records;
            await partition.StoreAsync(-1, Make.Start, None);
            await partition.StoreAsync(records[3].Position, Make.Day(1), None);
            await partition.StoreAsync(records[1].Position, Make.Start, None);
            await partition.StoreAsync(-1, Make.Day(2), None);
        }

        var (again, same) = await HomeAsync();
        await using (again)
        {
            Assert.Equal("4", Some.Text(Assert.Single(await LogReaders.ReadAllAsync(same)).Body));
        }
    }
}
