using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>Sources that are listened to: lines as they come, connections that end or break, and who listens.</summary>
public sealed class SourceStreamerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new(GatewayHost.Start);
    private GatewayHost _host = null!;
    private LiveSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await LiveSystem.StartAsync();
        _host = await GatewayHost.StartAsync(_clock, ("Channels:LoopbackPorts:0", _system.Address.Port.ToString(CultureInfo.InvariantCulture)));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _system.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Source(string path = "stream", string more = "") =>
        $$$"""
        kind: source
        id: live
        name: Live
        secrets: [{name: secret, label: Secret}]
        stream:
          url: "{{{_system.Address}}}{{{path}}}"
          query: {reset: smallest}
          auth: {oauth: {url: "{{{_system.Address}}}token", client: me, secret: "{{ secrets.secret }}", scope: read}}
          idle: 10 minutes
          {{{more}}}
        events: body
        type: "'hit'"
        eventId: event.id
        at: event.at
        customer: event.who
        touchpoints:
          hit: {as: page.viewed, attributes: {page: event.page}}
        """;

    private async Task PublishAsync(string? source = null, string secret = "made-up")
    {
        Use(source ?? Source());
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Put, "/v1/sources/hits/secrets/secret", JsonSerializer.Serialize(new { value = secret }))).Status);
    }

    private void Use(string source, string connection = "kind: connection\nid: hits\nname: Hits\nsource: live\n")
    {
        var read = DefinitionReader.Read([new DocumentSource("source.yaml", source), new DocumentSource("hits.yaml", connection)]);
        Assert.Empty(read.Errors);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = _host.Definitions.Current.Set.Version + 1 });
    }

    private static string Hit(int number) => $$$"""{"id":"h-{{{number}}}","at":"2026-03-03T11:00:00Z","who":"ann","page":"Cart"}""" + "\r\n";

    private List<string> Ids => [.. _host.Log.Items.Select(i => JsonDocument.Parse(i.Body).RootElement.GetProperty("id").GetString()!)];

    private SourcePullState? State => _host.Get<ISourcePulls>().ListAsync(Cancel).GetAwaiter().GetResult().SingleOrDefault();

    // The work runs by the clock, which goes on a second at a time.
    private async Task UntilAsync(Func<bool> done, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"It did not come to this: {what}.");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    // They are kept a moment after their touchpoints are in the log.
    private async Task<List<JsonElement>> DeliveriesAsync(Func<List<JsonElement>, bool> are)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await _host.Get<SourceRecorder>().RunAsync(Cancel);
            var items = (await _host.GetAsync("/v1/sources/hits/deliveries")).Json.GetProperty("items").EnumerateArray().ToList();
            if (are(items))
            {
                return items;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"The deliveries are: {string.Join('\n', items)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    private static string? Reason(JsonElement delivery) => delivery.GetProperty("reason").GetString();

    [Fact]
    public async Task Lines_ThatCome_AreTouchpointsAtOnce()
    {
        await PublishAsync();
        Assert.Equal("unused", (await _host.GetAsync("/v1/sources/hits")).Json.GetProperty("state").GetString());
        await UntilAsync(() => _system.Open == 1, "the stream is open");
        await UntilAsync(() => State?.ReadAt is not null, "it is noted");
        Assert.Equal("connected", (await _host.GetAsync("/v1/sources/hits")).Json.GetProperty("state").GetString());
        Assert.Equal(["me/made-up/read"], _system.Exchanged);
        Assert.Equal([("Bearer token-of-made-up", "/stream?reset=smallest")], _system.Opened);

        await _system.SendAsync(Hit(1) + "\r\n" + Hit(2)[..20]);
        await UntilAsync(() => Ids.Count == 1, "the whole line is there");
        Assert.Equal(["h-1"], Ids);

        await _system.SendAsync(Hit(2)[20..] + "no JSON\r\n[1]\r\n" + Hit(3));
        await UntilAsync(() => Ids.Count == 3, "the others are there");
        Assert.Equal(["h-1", "h-2", "h-3"], Ids);

        await DeliveriesAsync(items => items.Count(d => Reason(d) == "A line is not a JSON object.") == 2 && items.Any(d => d.GetProperty("status").GetInt32() == 200));
        Assert.Null(State!.LastError);
        Assert.NotNull(State!.ReadAt);
    }

    [Fact]
    public async Task Line_ThatIsTooLong_IsSaidAndTheOthersGoOn()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");

        for (var part = 0; part < 5; part++)
        {
            await _system.SendAsync(new string('x', 1 << 19));
        }

        await _system.SendAsync("\n" + Hit(1) + new string('y', (1 << 20) + 1) + "\n" + Hit(2));
        await UntilAsync(() => Ids.Count == 2, "the others are there");

        await DeliveriesAsync(items => items.Count(d => Reason(d) == "A line has more than 1 MiB.") == 2);
    }

    [Fact]
    public async Task Stream_ThatIsOpen_IsNotOpenedByAnother()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");

        for (var minute = 0; minute < 9; minute++)
        {
            Assert.Null(await _host.Get<ISourcePulls>().LeaseAsync("hits", "another", TimeSpan.FromMinutes(1), Cancel));
            var until = _clock.GetUtcNow().AddMinutes(1);
            await UntilAsync(() => _clock.GetUtcNow() >= until, "a minute is over");
        }

        Assert.Single(_system.Opened);
    }

    [Fact]
    public async Task Stream_ThatEnds_IsOpenedAgain()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");
        await _system.SendAsync(Hit(1));
        await UntilAsync(() => Ids.Count == 1, "the line is there");

        _system.End();
        await UntilAsync(() => _system.Opened.Count >= 2 && _system.Open == 1, "it is open again");

        Assert.Null(State!.LastError);
        await _system.SendAsync(Hit(2));
        await UntilAsync(() => Ids.Count == 2, "the line is there");
    }

    [Fact]
    public async Task Stream_OnWhichNothingComes_IsOpenedAgainAfterAWhile()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");
        var openedAt = _clock.GetUtcNow();

        await UntilAsync(() => _system.Opened.Count >= 2, "it is opened again");

        Assert.True(_clock.GetUtcNow() - openedAt >= TimeSpan.FromMinutes(10));
        Assert.Null(State!.LastError);
    }

    [Fact]
    public async Task System_ThatRefuses_IsAskedLaterAndTheSourceSaysWhy()
    {
        var times = new List<DateTimeOffset>();
        _system.Refuses = context =>
        {
            times.Add(_clock.GetUtcNow());
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "120";
            return times.Count <= 2;
        };
        await PublishAsync();

        await UntilAsync(() => State?.LastError is not null, "the refusal is kept");
        Assert.Equal("127.0.0.1 answered 503 Service Unavailable.", State!.LastError);
        Assert.Equal("failing", (await _host.GetAsync("/v1/sources/hits")).Json.GetProperty("state").GetString());

        await UntilAsync(() => times.Count >= 3, "it is asked again");
        Assert.All(Enumerable.Range(1, 2), i => Assert.True(times[i] - times[i - 1] >= TimeSpan.FromMinutes(2), $"{times[i - 1]:O} and {times[i]:O}"));
    }

    [Fact]
    public async Task Redirection_WithinTheSystem_IsFollowedWithTheToken()
    {
        await PublishAsync(Source("moved"));

        await UntilAsync(() => _system.Open == 1, "the stream is open");

        Assert.Equal([("Bearer token-of-made-up", "/stream?reset=smallest")], _system.Opened);
    }

    [Fact]
    public async Task Redirection_ToAnotherHost_IsNotFollowedAndTheTokenGoesNowhere()
    {
        await using var other = await LiveSystem.StartAsync();
        _system.Refuses = context =>
        {
            context.Response.Redirect($"{other.Address}stream");
            return true;
        };
        await PublishAsync(Source(more: "redirectsTo: [example.com]"));

        await UntilAsync(() => State?.LastError is not null, "it is refused");

        Assert.Equal("127.0.0.1 redirects to 127.0.0.1, which the source document does not name in 'redirectsTo'.", State!.LastError);
        Assert.Empty(other.Opened);
    }

    [Fact]
    public async Task Lines_ThatCannotBeStored_AreKeptUntilTheyCan()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");
        _host.Log.Fails = new LogFullException(TimeSpan.FromSeconds(5));
        await _system.SendAsync(Hit(1));
        var later = _clock.GetUtcNow().AddMinutes(2);
        await UntilAsync(() => _clock.GetUtcNow() > later, "it is tried for a while");
        Assert.Empty(_host.Log.Items);

        _host.Log.Fails = null;

        await UntilAsync(() => Ids.Count == 1, "the line is there");
        Assert.Single(_system.Opened);
    }

    [Fact]
    public async Task Connection_ThatIsDisabled_IsNotListenedToAnyMore()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");

        Use(Source(), "kind: connection\nid: hits\nname: Hits\nsource: live\nenabled: false\n");
        await UntilAsync(() => _system.Open == 0, "the stream is closed");

        Use(Source());
        await UntilAsync(() => _system.Open == 1, "the stream is open again");
    }

    [Fact]
    public async Task Secret_ThatIsReplaced_OpensTheStreamAgain()
    {
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");

        await PublishAsync(secret: "another");

        await UntilAsync(() => _system.Opened.Any(o => o.Authorization == "Bearer token-of-another"), "it is opened with the other");
    }

    [Fact]
    public async Task Document_ThatNamesAnotherPlace_DoesNotGetTheSecret()
    {
        await using var other = await LiveSystem.StartAsync();
        await PublishAsync();
        await UntilAsync(() => _system.Open == 1, "the stream is open");

        Use(Source().Replace($"{_system.Address}token", $"{other.Address}token", StringComparison.Ordinal));
        await UntilAsync(() => _system.Open == 0, "the stream is closed");

        Assert.Empty(other.Exchanged);
        Assert.Contains("was entered for another provider or address", (await _host.GetAsync("/v1/sources/hits")).Json.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }
}
