using System.Text;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Inputs that could not be applied: kept once with their bytes, corrected and replayed once.</summary>
public abstract class DeadLetterSuite : StoreSuite
{
    [Fact]
    public async Task Add_Letter_KeepsTheOriginalBytesAndCountsARejection()
    {
        byte[] bytes = [0x7b, 0x00, 0xff, 0xfe, 0x80];
        await Store.DeadLetters.AddAsync(Some.Letter(5) with { Body = bytes }, None);

        var listed = Assert.Single((await Store.DeadLetters.ListAsync(null, null, 10, None)).Items);
        Assert.Equal((0, 5L), (listed.Letter.Body.Length, listed.Bytes));
        var stored = (await Store.DeadLetters.GetAsync(listed.Id, None))!;
        Assert.Equal(listed, stored with { Letter = stored.Letter with { Body = default } });
        Assert.Equal(bytes, stored.Letter.Body.ToArray());
        Assert.Equal(Some.Letter(5) with { Body = default }, stored.Letter with { Body = default });
        Assert.Null(stored.ReplayedAt);
        Assert.Equal(1, (await Store.LedgerAsync()).Rejected);
    }

    [Fact]
    public async Task Add_SameOriginAgain_ChangesNothing()
    {
        await Store.DeadLetters.AddAsync(Some.Letter(5), None);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.DeadLetters.AddAsync(Some.Letter(5, body: "other"), None)));
        await Store.DeadLetters.AddAsync(Some.Letter(5, partition: 2), None);
        await Store.DeadLetters.AddAsync(Some.Letter(5, log: "another"), None);

        var stored = (await Store.DeadLetters.ListAsync(null, null, 10, None)).Items;
        Assert.Equal(3, stored.Length);
        foreach (var letter in stored)
        {
            Assert.Equal("{", Some.Text((await Store.DeadLetters.GetAsync(letter.Id, None))!.Letter.Body));
        }

        Assert.Equal(3, (await Store.LedgerAsync()).Rejected);
    }

    [Fact]
    public async Task List_NewestFirst_PagesAndFilters()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            await Store.DeadLetters.AddAsync(Some.Letter(i, reason: i % 2 == 0 ? "unreadable" : "faulted"), None);
        }

        var first = await Store.DeadLetters.ListAsync(null, null, 3, None);
        await Store.DeadLetters.AddAsync(Some.Letter(9), None);
        var second = await Store.DeadLetters.ListAsync(null, first.Next, 3, None);

        Assert.Equal([4L, 3, 2, 1, 0], first.Items.Concat(second.Items).Select(s => s.Letter.Origin.Position));
        Assert.Null(second.Next);
        Assert.Equal([3L, 1], (await Store.DeadLetters.ListAsync("faulted", null, 10, None)).Items.Select(s => s.Letter.Origin.Position));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeadLetters.ListAsync(null, "x", 3, None));
    }

    [Fact]
    public async Task Get_ByNumber_OrNull()
    {
        await Store.DeadLetters.AddAsync(Some.Letter(5), None);
        var listed = Assert.Single((await Store.DeadLetters.ListAsync(null, null, 10, None)).Items);

        Assert.Equal(5, (await Store.DeadLetters.GetAsync(listed.Id, None))!.Letter.Origin.Position);
        Assert.Null(await Store.DeadLetters.GetAsync(listed.Id + 1, None));
    }

    [Fact]
    public async Task Replay_CorrectedBody_EntersTheLogOnceAndIsReceived()
    {
        await Store.DeadLetters.AddAsync(Some.Letter(5), None);
        var id = (await Store.DeadLetters.ListAsync(null, null, 10, None)).Items[0].Id;
        Store.JourneyClock.Advance(TimeSpan.FromHours(2));

        var replays = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.DeadLetters.ReplayAsync(id, Some.Item("corrected"), None)));

        Assert.Single(replays, true);
        Assert.Equal(Store.JourneyClock.GetUtcNow(), (await Store.DeadLetters.GetAsync(id, None))!.ReplayedAt);
        await using var log = await LogReaders.StartAsync(Store.Source);
        var record = Assert.Single(await log.ReadAllAsync());
        Assert.Contains("\"corrected\"", Encoding.UTF8.GetString(record.Body.Span), StringComparison.Ordinal);
        var line = await Store.LedgerAsync();
        Assert.Equal((1L, 1L), (line.Received, line.Rejected));
    }

    [Fact]
    public async Task Replay_Unknown_IsRefusedAndAppendsNothing()
    {
        Assert.False(await Store.DeadLetters.ReplayAsync(99, Some.Item("a"), None));
        Assert.Empty((await Store.Read.LedgerAsync(None)).Sources);
    }

    [Fact]
    public async Task Replay_WhileAReaderWaits_WakesIt()
    {
        await Store.DeadLetters.AddAsync(Some.Letter(5), None);
        var id = (await Store.DeadLetters.ListAsync(null, null, 10, None)).Items[0].Id;
        await using var log = await LogReaders.StartAsync(Store.Source);
        var polls = log.Partitions.Select(p => p.PollAsync(10, TimeSpan.FromHours(1), None)).ToList();

        await Store.DeadLetters.ReplayAsync(id, Some.Item("corrected"), None);

        var first = await Task.WhenAny(polls).WaitAsync(WatchedClock.Patience);
        Assert.Single((await first).Records);
    }
}
