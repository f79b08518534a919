using System.Collections.Concurrent;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>Deliveries whose events are enriched: within a limit, once, and never lost.</summary>
public sealed class SourceEnricherTests : IAsyncLifetime
{
    private EnrichingHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EnrichingHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task DoneAsync() => _host.UntilAsync(async () => await _host.CountAsync() is null, "nothing waits");

    [Fact]
    public async Task Event_WithIdsOnly_BecomesATouchpointWithItsContent()
    {
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);
        await _host.PublishAsync();

        Assert.Equal(200, await _host.DeliverAsync(EnrichingHost.Answered(1), EnrichingHost.Answered(2, "opened")));
        await DoneAsync();

        Assert.Equal(["e-1", "e-2"], _host.Ids);
        var answered = _host.Touchpoints[0];
        Assert.Equal(
            ("ann", "2026-03-03T11:00:00Z", "Late again 1"),
            (answered.GetProperty("customer").GetString(), answered.GetProperty("at").GetString(), answered.GetProperty("feedback").GetProperty("text").GetString()));

        // What an event says is a part of the path and cannot change it.
        Assert.Equal([("/forms/f%2F1/answers/a1", "Bearer made-up")], _host.System.Asked);
        await _host.Host.Get<SourceRecorder>().RunAsync(Cancel);
        Assert.Equal(0, (await _host.SourceAsync()).GetProperty("waiting").GetInt64());
    }

    [Fact]
    public async Task Delivery_ThatWaits_KeepsNoProofOfItsSender()
    {
        await _host.PublishAsync();
        _host.Use(_host.Source());
        _host.System.Answer = _ => (503, "{}", []);
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await _host.UntilAsync(() => !_host.System.Asked.IsEmpty, "it is asked");

        var kept = (await _host.Waiting.GetAsync("survey", 1, Cancel))!;

        Assert.Equal("?batch=7", new Uri(kept.Url).Query);
        Assert.DoesNotContain("k-1", kept.Headers, StringComparison.Ordinal);
        Assert.Contains("content-type", kept.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_ThatNeedsNothing_GoesTheDirectWay()
    {
        await _host.PublishAsync();

        Assert.Equal(200, await _host.DeliverAsync(EnrichingHost.Answered(1, "opened")));

        Assert.Equal(["e-1"], _host.Ids);
        Assert.Empty(_host.System.Asked);
    }

    [Fact]
    public async Task Connection_WithoutTheOptionalToken_MapsWhatIsDelivered()
    {
        await _host.PublishAsync(token: null);

        Assert.Equal(200, await _host.DeliverAsync(EnrichingHost.Answered(1)));

        Assert.Equal("known", Assert.Single(_host.Touchpoints).GetProperty("customer").GetString());
        Assert.Empty(_host.System.Asked);
    }

    [Fact]
    public async Task Answer_WithinItsTime_ServesTheSameRequest()
    {
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);
        await _host.PublishAsync("cache: 5 minutes");
        var again = EnrichingHost.Answered(1).Replace("e-1", "e-9", StringComparison.Ordinal);

        await _host.DeliverAsync(EnrichingHost.Answered(1), again);
        await DoneAsync();
        await _host.DeliverAsync(again);
        await DoneAsync();
        Assert.Single(_host.System.Asked);

        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await _host.DeliverAsync(again);
        await DoneAsync();
        Assert.Equal(2, _host.System.Asked.Count);
        Assert.Equal(4, _host.Ids.Count);
    }

    [Fact]
    public async Task Limit_OfCalls_IsKeptThroughOneLargeDelivery()
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        _host.System.Answer = _ =>
        {
            times.Enqueue(_host.Clock.GetUtcNow());
            return (200, EnrichingHost.Content(1), []);
        };
        await _host.PublishAsync("calls: 3\n  within: 10 minutes\n  cache: 0 seconds");

        await _host.DeliverAsync([.. Enumerable.Range(1, 7).Select(n => EnrichingHost.Answered(n))]);
        await DoneAsync();

        // What was answered before the limit is not asked again.
        var asked = times.ToList();
        Assert.Equal(7, asked.Count);
        Assert.All(Enumerable.Range(3, 4), i => Assert.True(asked[i] - asked[i - 3] >= TimeSpan.FromMinutes(10), $"{asked[i - 3]:O} and {asked[i]:O}"));
        Assert.Equal(7, _host.Ids.Count);
    }

    [Fact]
    public async Task Crash_BetweenTheLogAndTheRemoval_RepeatsTheSameTouchpoint()
    {
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);
        await _host.PublishAsync();
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await DoneAsync();

        // As the store has it when the process dies before the removal.
        await _host.Waiting.AddAsync(
            new NewWaitingDelivery
            {
                Connection = "survey",
                ReceivedAt = GatewayHost.Start,
                Method = "POST",
                Url = "https://cx.example.com/v1/sources/survey/events?batch=7",
                Headers = """{"content-type":"application/json"}""",
                Body = System.Text.Encoding.UTF8.GetBytes($$"""{"events":[{{EnrichingHost.Answered(1)}}]}"""),
            },
            Cancel);
        await DoneAsync();

        Assert.Equal(2, _host.Touchpoints.Count);
        Assert.Single(_host.Touchpoints.Select(t => t.ToString()).Distinct());
    }

    [Fact]
    public async Task Gateways_Several_AskOnce()
    {
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);
        await _host.PublishAsync("cache: 0 seconds");
        await _host.DeliverAsync([.. Enumerable.Range(1, 20).Select(n => EnrichingHost.Answered(n))]);

        SourceEnricher[] gateways = [_host.Another(), _host.Another(), _host.Host.Get<SourceEnricher>()];
        await Task.WhenAll(gateways.Select(g => g.RunAsync(Cancel)));
        await DoneAsync();

        Assert.Equal(20, _host.System.Asked.Count);
        Assert.Equal(20, _host.Ids.Count);
    }

    [Fact]
    public async Task Connection_Disabled_WaitsAndSaysSo()
    {
        _host.System.Answer = _ => (500, "{}", []);
        await _host.PublishAsync();
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await _host.UntilAsync(() => !_host.System.Asked.IsEmpty, "it is asked");
        _host.Use(_host.Source(), enabled: false);
        var asked = _host.System.Asked.Count;

        for (var minute = 0; minute < 30; minute++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(1));
            await _host.Another().RunAsync(Cancel);
        }

        Assert.InRange(_host.System.Asked.Count, asked, asked + 1);
        var source = await _host.SourceAsync();
        Assert.Equal(("disabled", 1, "1 delivery waits to be enriched until the connection is enabled."), (source.GetProperty("state").GetString(), source.GetProperty("waiting").GetInt32(), source.GetProperty("problem").GetString()));

        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);
        _host.Use(_host.Source());
        await DoneAsync();
        Assert.Equal(["e-1"], _host.Ids);
    }

    [Fact]
    public async Task Document_ThatNamesAnotherHost_DoesNotGetTheSecretAndItsDeliveriesWait()
    {
        await using var other = await ContentSystem.StartAsync();
        await _host.PublishAsync();
        _host.Use(_host.Source(address: other.Address));

        Assert.Equal(200, await _host.DeliverAsync(EnrichingHost.Answered(1)));
        for (var second = 0; second < 60; second++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            await _host.Another().RunAsync(Cancel);
        }

        Assert.Empty(other.Asked);
        Assert.Empty(_host.Ids);
        Assert.Equal(1, (await _host.CountAsync())!.Waiting);
        Assert.Contains("was entered for another provider or address", (await _host.SourceAsync()).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_MoreThanMayWait_AreAskedToComeAgain()
    {
        await _host.PublishAsync();
        _host.System.Answer = _ => (503, "{}", [("Retry-After", "86400")]);
        for (var bytes = 0L; bytes <= IWaitingDeliveries.WaitingBytesMax - (8 << 20); bytes += 8 << 20)
        {
            await _host.Waiting.AddAsync(
                new NewWaitingDelivery { Connection = "survey", ReceivedAt = GatewayHost.Start, Method = "POST", Url = "https://cx.example.com/", Headers = "{}", Body = new byte[8 << 20] }, Cancel);
        }

        Assert.Equal(503, await _host.DeliverAsync(EnrichingHost.Answered(1)));
        Assert.Equal(200, await _host.DeliverAsync(EnrichingHost.Answered(1, "opened")));
    }

    [Fact]
    public async Task Delivery_OfMoreEventsThanAreEnriched_IsRefusedWhole()
    {
        await _host.PublishAsync();

        Assert.Equal(400, await _host.DeliverAsync([.. Enumerable.Range(1, EnrichmentIntake.EventsMax + 1).Select(n => EnrichingHost.Answered(n))]));

        Assert.Null(await _host.CountAsync());
    }
}
