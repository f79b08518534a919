using System.Collections.Concurrent;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>Deliveries that cannot be enriched at once, or never.</summary>
public sealed class SourceEnricherFailureTests : IAsyncLifetime
{
    private EnrichingHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EnrichingHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task DoneAsync() => _host.UntilAsync(async () => await _host.CountAsync() is null, "nothing waits");

    private Task DeadAsync() => _host.UntilAsync(async () => await _host.CountAsync() is { Dead: 1, Waiting: 0 }, "it is a dead letter");

    [Fact]
    public async Task System_ThatFailsForOne_HoldsNoOtherUpAndIsAskedAgain()
    {
        var well = false;
        _host.System.Answer = target => target.EndsWith("a1", StringComparison.Ordinal) && !well ? (500, "{}", []) : (200, EnrichingHost.Content(1), []);
        await _host.PublishAsync();

        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await _host.DeliverAsync(EnrichingHost.Answered(2));
        await _host.UntilAsync(() => _host.Ids.Contains("e-2"), "the other is enriched");
        await _host.UntilAsync(async () => await _host.CountAsync() is { FailingSince: not null, Waiting: 1 }, "the failure is kept, and the other removed");

        var source = await _host.SourceAsync();
        Assert.Equal(("failing", 1, "127.0.0.1 answered 500 Internal Server Error."), (source.GetProperty("state").GetString(), source.GetProperty("waiting").GetInt32(), source.GetProperty("problem").GetString()));

        well = true;
        await DoneAsync();
        Assert.Equal(["e-2", "e-1"], _host.Ids);
    }

    [Fact]
    public async Task System_ThatAsksToWait_IsNotCalledMeanwhile()
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        _host.System.Answer = _ =>
        {
            times.Enqueue(_host.Clock.GetUtcNow());
            return times.Count == 1 ? (429, "{}", [("Retry-After", "300")]) : (200, EnrichingHost.Content(1), []);
        };
        await _host.PublishAsync();

        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await _host.UntilAsync(() => times.Count == 1, "the first call");
        await _host.DeliverAsync(EnrichingHost.Answered(2));
        await DoneAsync();

        Assert.True(times.ElementAt(1) - times.ElementAt(0) >= TimeSpan.FromMinutes(5));
        Assert.Equal(3, times.Count);
    }

    [Fact]
    public async Task Content_ThatIsGone_IsLeftOutOnceItIsNotMerelyLate()
    {
        _host.System.Answer = _ => (404, "{}", []);
        await _host.PublishAsync();
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await DoneAsync();

        Assert.True(_host.System.Asked.Count > 1, "A thing that is new may be shown a moment later.");
        Assert.Equal("known", Assert.Single(_host.Touchpoints).GetProperty("customer").GetString());
    }

    [Fact]
    public async Task Content_ThatIsGoneAndNeeded_IsADeadLetter()
    {
        _host.System.Answer = _ => (410, "{}", []);
        await _host.PublishAsync("missing: deadLetter");
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await DeadAsync();

        Assert.Empty(_host.Ids);
        Assert.Single(_host.System.Asked);
        Assert.Equal("127.0.0.1 answered 410 Gone.", Assert.Single(await _host.Waiting.DeadAsync("survey", null, 10, Cancel)).LastError);
    }

    [Fact]
    public async Task System_ThatNeverAnswers_IsTriedForTheWholeTimeAndThenIsADeadLetter()
    {
        _host.System.Answer = _ => (401, "{}", []);
        await _host.PublishAsync("tryFor: 10 minutes");
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await DeadAsync();

        var letter = Assert.Single(await _host.Waiting.DeadAsync("survey", null, 10, Cancel));
        Assert.True(letter.DeadAt - letter.FailingSince >= TimeSpan.FromMinutes(10));
        Assert.InRange(_host.System.Asked.Count, 4, 12);
    }

    [Fact]
    public async Task Touchpoints_ThatCannotBeStored_AreStoredLaterWithoutAskingAgain()
    {
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);
        _host.Host.Log.Fails = new LogFullException(TimeSpan.FromSeconds(5));
        await _host.PublishAsync("cache: 0 seconds");
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await _host.UntilAsync(() => !_host.System.Asked.IsEmpty, "it is asked");
        Assert.Equal(1, (await _host.CountAsync())!.Waiting);

        _host.Host.Log.Fails = null;
        await DoneAsync();

        Assert.Equal(["e-1"], _host.Ids);
        Assert.Single(_host.System.Asked);
    }
}
