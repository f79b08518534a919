using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Log.Embedded;

/// <summary>What only the embedded log promises: its bounds, and positions out of a file.</summary>
public sealed class EmbeddedLogTests : IAsyncLifetime
{
    private const int MiB = 1 << 20;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new(("LogSizeMaxBytes", $"{MiB}"), ("AppendQueueMax", "3"), ("AppendQueueMaxBytes", $"{MiB}"), ("LogTrimMax", "100"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Append_AtTheSizeLimit_IsRefusedUntilAppliedOnesAreRemoved()
    {
        await _store.Log.AppendAsync([Some.Raw(new string('x', MiB))], None);

        var full = await Assert.ThrowsAsync<LogFullException>(() => _store.Log.AppendAsync([Some.Raw("one more")], None));
        Assert.True(full.RetryAfter > TimeSpan.Zero);
        Assert.Equal(1, (await _store.LedgerAsync()).Received);

        await ApplyAllAsync();
        await TrimAsync();
        await _store.Log.AppendAsync([Some.Raw("one more")], None);
        Assert.Equal(2, (await _store.LedgerAsync()).Received);
    }

    [Fact]
    public async Task Append_SizeLimitAfterARestart_StillHolds()
    {
        await _store.Log.AppendAsync([Some.Raw(new string('x', MiB))], None);
        await _store.ReopenAsync();

        await Assert.ThrowsAsync<LogFullException>(() => _store.Log.AppendAsync([Some.Raw("one more")], None));
    }

    [Fact]
    public async Task Append_MoreRecordsWaitThanTheBound_IsBusyAndForgetsNothing()
    {
        Task first, second;
        await using (await _store.HoldWriterAsync())
        {
            first = _store.Log.AppendAsync([Some.Raw("1"), Some.Raw("2")], None);
            second = _store.Log.AppendAsync([Some.Raw("3")], None);
            var busy = await Assert.ThrowsAsync<LogBusyException>(() => _store.Log.AppendAsync([Some.Raw("4")], None));
            Assert.True(busy.RetryAfter > TimeSpan.Zero);
        }

        await Task.WhenAll(first, second);
        await _store.Log.AppendAsync([Some.Raw("5")], None);
        Assert.Equal(4, (await _store.LedgerAsync()).Received);
    }

    [Fact]
    public async Task Append_MoreBytesWaitThanTheBound_IsBusy()
    {
        await using (await _store.HoldWriterAsync())
        {
            var first = _store.Log.AppendAsync([Some.Raw(new string('x', MiB - 10))], None);
            await Assert.ThrowsAsync<LogBusyException>(() => _store.Log.AppendAsync([Some.Raw(new string('y', 11))], None));
            Assert.False(first.IsCompleted);
        }
    }

    [Fact]
    public async Task Append_BatchLargerThanTheBound_IsTakenWhereNothingElseWaits()
    {
        await _store.Log.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Some.Raw($"{i}"))], None);

        Assert.Equal(10, (await _store.LedgerAsync()).Received);
    }

    [Fact]
    public async Task Append_AfterEverythingWasTrimmedAndReopened_NoPositionComesTwice()
    {
        await _store.Log.AppendAsync([Some.Raw("1"), Some.Raw("2")], None);
        var given = await ApplyAllAsync();
        _store.JourneyClock.Advance(TimeSpan.FromDays(2));
        await TrimAsync();
        Assert.Equal(0, (await _store.Read.StatusAsync(None)).LogRows);

        await _store.ReopenAsync();
        await _store.Log.AppendAsync([Some.Raw("3")], None);

        await using var log = await LogReaders.StartAsync(_store.Source);
        Assert.True(Assert.Single(await log.ReadAllAsync()).Position > given.Max());
    }

    [Fact]
    public async Task Trim_AppliedPastRetention_GoInChunksTheOthersStay()
    {
        await AppendAsync(250);
        _store.JourneyClock.Advance(TimeSpan.FromHours(12));
        await _store.Log.AppendAsync([Some.Raw("young")], None);
        await ApplyAllAsync();
        _store.JourneyClock.Advance(TimeSpan.FromHours(12.5));

        Assert.Equal([100, 100, 50, 0], await TrimAsync());
        Assert.Equal(1, (await _store.Read.StatusAsync(None)).LogRows);
        Assert.Equal("young".Length, _store.Database.Tail.Bytes);
    }

    [Fact]
    public async Task Trim_NotApplied_StaysHoweverOld()
    {
        await AppendAsync(10);
        await using (var log = await LogReaders.StartAsync(_store.Source))
        {
            foreach (var partition in log.Partitions)
            {
                if ((await LogReaders.ReadAllAsync(partition)) is { IsEmpty: false } records)
                {
                    await partition.StoreAsync(records[5].Position, Make.Start, None);
                }
            }
        }

        _store.JourneyClock.Advance(TimeSpan.FromDays(300));
        await TrimAsync();

        await using var again = await LogReaders.StartAsync(_store.Source);
        Assert.Equal(["6", "7", "8", "9"], (await again.ReadAllAsync()).Select(r => Some.Text(r.Body)));
    }

    [Fact]
    public async Task Trim_HalfFull_AppliedOnesGoBeforeTheirRetention()
    {
        await _store.Log.AppendAsync([Some.Raw(new string('x', (MiB / 2) - 10))], None);
        await ApplyAllAsync();
        Assert.Equal([0], await TrimAsync());

        await _store.Log.AppendAsync([Some.Raw(new string('y', 20))], None);
        await ApplyAllAsync();
        await TrimAsync();
        Assert.Equal(0, _store.Database.Tail.Bytes);
    }

    [Fact]
    public async Task Trim_ClockWasPutBack_BytesStayRight()
    {
        // The second of three is younger than those around it.
        _store.JourneyClock.Advance(TimeSpan.FromHours(1));
        await using (await _store.HoldWriterAsync())
        {
            _ = _store.Log.AppendAsync([Some.Raw("old")], None);
        }

        await _store.Database.WriteAsync(t => t.Session.Use("UPDATE log_records SET received_at = received_at + 3600000").Run(), None);
        await _store.Log.AppendAsync([Some.Raw("older")], None);
        await ApplyAllAsync();
        _store.JourneyClock.Advance(TimeSpan.FromHours(24.5));
        await TrimAsync();

        var left = await _store.Database.ReadAsync(
            session =>
            {
                using var statement = session.Use("SELECT coalesce(sum(length(body)), 0) FROM log_records");
                statement.Read();
                return statement.Long(0);
            },
            None);
        Assert.Equal(left, _store.Database.Tail.Bytes);
    }

    [Fact]
    public async Task Trim_Loop_RunsBySystemClock()
    {
        await AppendAsync(250);
        await ApplyAllAsync();
        _store.JourneyClock.Advance(TimeSpan.FromDays(2));
        await _store.Trimmer.StartAsync(None);

        await _store.Clock.PassAsync(TimeSpan.FromMinutes(1));
        await _store.Clock.ArmedAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(0, (await _store.Read.StatusAsync(None)).LogRows);
        await _store.Trimmer.StopAsync(None);
    }

    [Fact]
    public async Task Poll_WhileAnAppendIsUnderWay_IsReadThroughBeforeItOnly()
    {
        await using var log = await LogReaders.StartAsync(_store.Source);
        var go = new TaskCompletionSource();
        var appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task append, held;
        await using (await _store.HoldWriterAsync())
        {
            // One transaction: an append, and something that takes its time.
            append = _store.Log.AppendAsync([Some.Raw("under way")], None);
            held = _store.Database.WriteAsync(
                _ =>
                {
                    appended.SetResult();
                    return go.Task.Wait(WatchedClock.Patience);
                },
                None);
        }

        await appended.Task.WaitAsync(WatchedClock.Patience);
        _store.JourneyClock.Advance(TimeSpan.FromMinutes(1));
        var chunks = await Task.WhenAll(log.Partitions.Select(p => p.PollAsync(10, TimeSpan.Zero, None)));

        // Appended at the start, and in nobody's hands yet: a timer due since must not fire.
        Assert.All(chunks, c => Assert.True(c.ReadThrough < Make.Start, $"Read through {c.ReadThrough:O}."));
        go.SetResult();
        await Task.WhenAll(append, held);
        chunks = await Task.WhenAll(log.Partitions.Select(p => p.PollAsync(10, TimeSpan.Zero, None)));
        Assert.All(chunks, c => Assert.Equal(Make.Start.AddMinutes(1), c.ReadThrough));
    }

    private Task<bool[]> AppendAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Chunk(3).Select(chunk =>
        _store.Database.WriteAsync(
            t =>
            {
                ((CxOrchestrator.Storage.Sqlite.Log.EmbeddedLog)_store.Log).Append(t, [.. chunk.Select(i => Some.Raw($"{i}"))], new bool[_store.Source.Partitions]);
                return true;
            },
            None)));

    /// <summary>Reads everything and stores that it is done; the positions.</summary>
    private async Task<IReadOnlyList<long>> ApplyAllAsync()
    {
        var given = new List<long>();
        await using var log = await LogReaders.StartAsync(_store.Source);
        foreach (var partition in log.Partitions)
        {
            if (await LogReaders.ReadAllAsync(partition) is { IsEmpty: false } records)
            {
                await partition.StoreAsync(records[^1].Position, Make.Start, None);
                given.AddRange(records.Select(r => r.Position));
            }
        }

        return given;
    }

    /// <summary>Trims the one partition that has records, until nothing goes: how many each time.</summary>
    private async Task<IReadOnlyList<int>> TrimAsync()
    {
        var home = CxOrchestrator.Storage.KeyHash.Shard(Some.Key().ToString(), _store.Source.Partitions);
        var counts = new List<int>();
        do
        {
            counts.Add(await _store.Trimmer.TrimAsync(home, None));
        }
        while (counts[^1] > 0);
        return counts;
    }
}
