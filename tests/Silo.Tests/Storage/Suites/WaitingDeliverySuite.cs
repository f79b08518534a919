using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Deliveries that wait to be enriched, who works on them, and those that became dead letters.</summary>
public abstract class WaitingDeliverySuite : StoreSuite
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private IWaitingDeliveries Waiting => Store.Services.GetRequiredService<IWaitingDeliveries>();

    private static NewWaitingDelivery New(string connection = "survey", string body = "{}", int? bytes = null) => new()
    {
        Connection = connection,
        ReceivedAt = Make.Start,
        Method = "POST",
        Url = "https://cx.example.com/v1/sources/survey/events?batch=7",
        Headers = """{"content-type":"application/json"}""",
        Body = bytes is { } size ? new byte[size] : Some.Utf8(body),
    };

    private async Task<long> AddAsync(string connection = "survey")
    {
        Assert.True(await Waiting.AddAsync(New(connection), None));
        return (await Waiting.DueOfAsync(connection, 10_000, None)).Max();
    }

    private async Task<WaitingDelivery> GetAsync(long number) => (await Waiting.GetAsync("survey", number, None))!;

    private async Task<(long Waiting, long Dead)> CountAsync() => await Waiting.CountsAsync(None) is [var count] ? (count.Waiting, count.Dead) : (0, 0);

    [Fact]
    public async Task Add_Delivery_IsDueAtOnceAndReadAsItWas()
    {
        Assert.True(await Waiting.AddAsync(New(body: "{\"a\":\"\u00fc\"}") with { Headers = "{\"a\":\"\\u0000\"}" }, None));
        await Waiting.AddAsync(New("other"), None);

        Assert.Equal(["other", "survey"], await Waiting.DueAsync(None));
        var number = Assert.Single(await Waiting.DueOfAsync("survey", 10, None));
        var kept = await GetAsync(number);
        Assert.Equal("{\"a\":\"\u00fc\"}", System.Text.Encoding.UTF8.GetString(kept.Body.Span));
        Assert.Equal(
            (Make.Start, Store.Clock.GetUtcNow(), "POST", "https://cx.example.com/v1/sources/survey/events?batch=7", "{\"a\":\"\\u0000\"}", 10, false),
            (kept.ReceivedAt, kept.StoredAt, kept.Method, kept.Url, kept.Headers, kept.Size, kept.Plain));
        Assert.Null(await Waiting.GetAsync("other", number, None));
    }

    [Fact]
    public async Task Add_MoreThanMayWait_IsNotTaken()
    {
        for (var part = 0; part < 4; part++)
        {
            Assert.True(await Waiting.AddAsync(New(bytes: (int)(IWaitingDeliveries.WaitingBytesMax / 4)), None));
        }

        Assert.False(await Waiting.AddAsync(New(), None));
        Assert.True(await Waiting.AddAsync(New("other"), None));
        await Waiting.RemoveAsync((await Waiting.DueOfAsync("survey", 1, None))[0], None);
        Assert.True(await Waiting.AddAsync(New(), None));
    }

    [Fact]
    public async Task Lease_OfAConnection_IsTakenByOneReaderWithItsCursor()
    {
        Assert.Equal((true, null), await Waiting.LeaseAsync("survey", "one", Lease, None));
        Assert.False((await Waiting.LeaseAsync("survey", "two", Lease, None)).Taken);
        Assert.True((await Waiting.LeaseAsync("other", "two", Lease, None)).Taken);
        Assert.True(await Waiting.AdvanceAsync("survey", "one", "calls", Lease, None));

        Store.Clock.Advance(Lease);
        Assert.Equal((true, "calls"), await Waiting.LeaseAsync("survey", "two", Lease, None));
        Assert.False(await Waiting.AdvanceAsync("survey", "one", "more", Lease, None));
        await Waiting.EndAsync("survey", "one", null, None);
        Assert.False((await Waiting.LeaseAsync("survey", "three", Lease, None)).Taken);
    }

    [Fact]
    public async Task End_ForLater_IsNotTakenOnBefore()
    {
        await Waiting.LeaseAsync("survey", "one", Lease, None);
        await Waiting.EndAsync("survey", "one", Store.Clock.GetUtcNow().AddMinutes(5), None);
        Assert.False((await Waiting.LeaseAsync("survey", "two", Lease, None)).Taken);

        Store.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await Waiting.LeaseAsync("survey", "two", Lease, None)).Taken);
        await Waiting.EndAsync("survey", "two", null, None);
        Assert.True((await Waiting.LeaseAsync("survey", "three", Lease, None)).Taken);
    }

    [Fact]
    public async Task Failed_Delivery_LetsOthersGoFirstAndSaysSinceWhen()
    {
        var first = await AddAsync();
        var began = Store.Clock.GetUtcNow();
        await Waiting.FailedAsync(first, "It answered 500.", began.AddMinutes(1), None);
        var second = await AddAsync();
        Assert.Equal([second], await Waiting.DueOfAsync("survey", 10, None));

        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([second, first], await Waiting.DueOfAsync("survey", 10, None));
        await Waiting.FailedAsync(first, "It answered 503.", Store.Clock.GetUtcNow().AddMinutes(1), None);

        var failing = await GetAsync(first);
        Assert.Equal((2, began, "It answered 503."), (failing.Failures, failing.FailingSince!.Value, failing.LastError));
        var count = Assert.Single(await Waiting.CountsAsync(None));
        Assert.Equal((2L, 0L, began, began, "It answered 503."), (count.Waiting, count.Dead, count.WaitingSince!.Value, count.FailingSince!.Value, count.LastError));
    }

    [Fact]
    public async Task DeadLetter_Delivery_WaitsNoMoreUntilItIsTriedAgain()
    {
        var number = await AddAsync();
        await Waiting.FailedAsync(number, "It answered 500.", Store.Clock.GetUtcNow(), None);
        await Waiting.DeadLetterAsync(number, "It answered 400.", None);

        Assert.Empty(await Waiting.DueAsync(None));
        Assert.Equal((0, 1), await CountAsync());
        var letter = Assert.Single(await Waiting.DeadAsync("survey", null, 10, None));
        Assert.Equal((number, "It answered 400.", Store.Clock.GetUtcNow(), 2, 2, 0), (letter.Number, letter.LastError, letter.DeadAt!.Value, letter.Failures, letter.Size, letter.Body.Length));
        Assert.Empty(await Waiting.DeadAsync("survey", number, 10, None));

        Store.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False(await Waiting.RetryAsync("other", number, true, None));
        Assert.True(await Waiting.RetryAsync("survey", number, true, None));
        Assert.False(await Waiting.RetryAsync("survey", number, true, None));
        var again = await GetAsync(number);
        Assert.Equal((0, null, null, null, true), (again.Failures, again.FailingSince, again.LastError, again.DeadAt, again.Plain));
        Assert.Equal([number], await Waiting.DueOfAsync("survey", 10, None));
    }

    [Fact]
    public async Task RetryAll_DeadLettersOfAConnection_LeavesOthersAsTheyAre()
    {
        var (one, two, other) = (await AddAsync(), await AddAsync(), await AddAsync("other"));
        foreach (var number in (long[])[one, two, other])
        {
            await Waiting.DeadLetterAsync(number, "It answered 400.", None);
        }

        Assert.Equal(2, await Waiting.RetryAllAsync("survey", None));
        Assert.Equal([one, two], await Waiting.DueOfAsync("survey", 10, None));
        Assert.Single(await Waiting.DeadAsync("other", null, 10, None));
    }

    [Fact]
    public async Task RemoveDead_DeliveryThatWaits_IsLeft()
    {
        var number = await AddAsync();
        Assert.False(await Waiting.RemoveDeadAsync("survey", number, None));
        await Waiting.DeadLetterAsync(number, "It answered 400.", None);
        Assert.False(await Waiting.RemoveDeadAsync("other", number, None));
        Assert.True(await Waiting.RemoveDeadAsync("survey", number, None));
        Assert.Equal((0, 0), await CountAsync());
    }

    [Fact]
    public async Task DeadLetters_BeyondTheirBound_TheOldestGo()
    {
        for (var letter = 0; letter < IWaitingDeliveries.DeadMax + 3; letter++)
        {
            await Waiting.AddAsync(New(), None);
        }

        var numbers = await Waiting.DueOfAsync("survey", 10_000, None);
        foreach (var number in numbers)
        {
            await Waiting.DeadLetterAsync(number, "It answered 400.", None);
        }

        Assert.Equal((0, IWaitingDeliveries.DeadMax), await CountAsync());
        Assert.Equal(numbers[3], (await Waiting.DeadAsync("survey", null, 10_000, None))[^1].Number);
    }

    [Fact]
    public async Task Trim_WhatIsTooOld_GoesAndWhatWaitedTooLongIsADeadLetter()
    {
        var dead = await AddAsync();
        await Waiting.DeadLetterAsync(dead, "It answered 400.", None);
        var waiting = await AddAsync();
        Store.Clock.Advance(IWaitingDeliveries.KeptFor + TimeSpan.FromSeconds(1));
        var young = await AddAsync();

        await Waiting.TrimAsync(None);

        var letter = Assert.Single(await Waiting.DeadAsync("survey", null, 10, None));
        Assert.Equal((waiting, WaitingDeliveries.TooLong), (letter.Number, letter.LastError));
        Assert.Equal([young], await Waiting.DueOfAsync("survey", 10, None));
    }

    [Fact]
    public async Task Trim_MoreThanMayBeDead_KeepsTheNewestOfEachConnection()
    {
        var other = await AddAsync("other");
        for (var delivery = 0; delivery < IWaitingDeliveries.DeadMax + 2; delivery++)
        {
            await Waiting.AddAsync(New(), None);
        }

        var numbers = await Waiting.DueOfAsync("survey", 10_000, None);
        Store.Clock.Advance(IWaitingDeliveries.KeptFor + TimeSpan.FromSeconds(1));
        await Waiting.TrimAsync(None);

        Assert.Equal(numbers[2], (await Waiting.DeadAsync("survey", null, 10_000, None))[^1].Number);
        Assert.Equal(other, Assert.Single(await Waiting.DeadAsync("other", null, 10, None)).Number);
    }
}
