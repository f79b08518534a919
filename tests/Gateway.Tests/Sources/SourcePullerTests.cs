using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>Sources that are asked: pages, limits, failures, and who asks.</summary>
public sealed class SourcePullerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new(GatewayHost.Start);
    private GatewayHost _host = null!;
    private PagedSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await PagedSystem.StartAsync();
        _host = await GatewayHost.StartAsync(_clock, ("Channels:LoopbackPorts:0", _system.Address.Port.ToString(CultureInfo.InvariantCulture)));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _system.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Source(string more = "") =>
        $$$"""
        kind: source
        id: listening
        name: Listening
        secrets: [{name: token, label: Token}]
        pull:
          url: "{{{_system.Address}}}mentions"
          query: {since: "{{ page.since }}", until: "{{ page.until }}", cursor: "{{ page.next }}"}
          auth: {bearer: token}
          every: 1 minute
          overlap: 5 minutes
          next: body.nextCursor
          {{{more}}}
        events: body.results
        type: "'mention'"
        eventId: event.id
        at: event.at
        customer: event.author
        touchpoints:
          mention: {as: social.mention, feedback: {text: event.text}}
        """;

    private async Task PublishAsync(string more = "", string secret = "made-up")
    {
        Use(Source(more));
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Put, "/v1/sources/buzz/secrets/token", JsonSerializer.Serialize(new { value = secret }))).Status);
    }

    private void Use(string source)
    {
        var read = DefinitionReader.Read([new DocumentSource("source.yaml", source), new DocumentSource("buzz.yaml", "kind: connection\nid: buzz\nname: Buzz\nsource: listening\n")]);
        Assert.Empty(read.Errors);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = _host.Definitions.Current.Set.Version + 1 });
    }

    private static string Mention(int number) => $$$"""{"id":"m-{{{number}}}","at":"2026-03-03T11:00:00Z","author":"ann","text":"Late again"}""";

    private static string Page(string? next, params int[] numbers) =>
        $$$"""{"results":[{{{string.Join(',', numbers.Select(Mention))}}}],"nextCursor":{{{JsonSerializer.Serialize(next)}}} }""";

    private List<string> Ids => [.. _host.Log.Items.Select(i => JsonDocument.Parse(i.Body).RootElement.GetProperty("id").GetString()!)];

    // The work runs by the clock, which goes on a second at a time.
    private async Task UntilAsync(Func<bool> done, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"It did not come to this: {what}.");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel);
        }
    }

    private async Task<SourcePullState> StateAsync() => Assert.Single(await _host.Get<ISourcePulls>().ListAsync(Cancel));

    [Fact]
    public async Task Pages_OfATime_AreReadToTheEndAndTheNextTimeOverlaps()
    {
        _system.Answer = q => (200, (string?)q["cursor"] switch { null or "" => Page("two", 1, 2), "two" => Page("three", 3), _ => Page(null, 4) }, []);
        await PublishAsync();

        await UntilAsync(() => _system.Asked.Count >= 6, "two times of three pages");

        var asked = _system.Asked.Take(6).ToList();
        Assert.Equal(["", "two", "three", "", "two", "three"], asked.Select(a => a.Query["cursor"].ToString()));
        Assert.All(asked, a => Assert.Equal("Bearer made-up", a.Authorization));
        Assert.Single(asked.Take(3).Select(a => (a.Query["since"].ToString(), a.Query["until"].ToString())).Distinct());
        var (since, until) = (Time(asked[0].Query["since"]!), Time(asked[0].Query["until"]!));
        Assert.Equal(TimeSpan.FromDays(1), until - since);
        Assert.Equal(until - TimeSpan.FromMinutes(5), Time(asked[3].Query["since"]!));
        Assert.True(Time(asked[3].Query["until"]!) - until >= TimeSpan.FromMinutes(1));

        // The same mentions come again with the same ids: the log and the customer know them.
        Assert.Equal(["m-1", "m-2", "m-3", "m-4"], Ids.Distinct().Order(StringComparer.Ordinal));
        await _host.Get<SourceRecorder>().RunAsync(Cancel);
        var source = (await _host.GetAsync("/v1/sources/buzz")).Json;
        Assert.Equal("receiving", source.GetProperty("state").GetString());
        Assert.Equal("mapped", (await _host.GetAsync("/v1/sources/buzz/deliveries")).Json.GetProperty("items")[0].GetProperty("events")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Limit_OfCalls_IsKept()
    {
        var next = 0;
        var times = new List<DateTimeOffset>();
        _system.Answer = _ =>
        {
            times.Add(_clock.GetUtcNow());
            return (200, Page($"p{++next}", next), []);
        };
        await PublishAsync("calls: 3\n  within: 10 minutes");

        await UntilAsync(() => times.Count >= 7, "seven pages");

        Assert.All(Enumerable.Range(3, 4), i => Assert.True(times[i] - times[i - 3] >= TimeSpan.FromMinutes(10), $"{times[i - 3]:O} and {times[i]:O}"));
    }

    [Fact]
    public async Task Page_ThatCannotBeStored_IsAskedAgain()
    {
        _system.Answer = q => (200, Page(string.IsNullOrEmpty(q["cursor"]) ? "two" : null, string.IsNullOrEmpty(q["cursor"]) ? 1 : 2), []);
        _host.Log.Fails = new LogFullException(TimeSpan.FromSeconds(5));
        await PublishAsync();
        await UntilAsync(() => _system.Asked.Count >= 2, "the page is asked for again");
        Assert.Empty(_host.Log.Items);
        Assert.All(_system.Asked, a => Assert.Equal("", a.Query["cursor"].ToString()));

        _host.Log.Fails = null;

        await UntilAsync(() => Ids.Contains("m-2"), "both pages are in the log");
        Assert.Equal(["m-1", "m-2"], Ids.Take(2));
    }

    [Fact]
    public async Task System_ThatAsksToBeLeftAlone_IsAndTheSourceSaysSo()
    {
        var times = new List<DateTimeOffset>();
        _system.Answer = _ =>
        {
            times.Add(_clock.GetUtcNow());
            return times.Count == 1 ? (429, "{}", [("Retry-After", "300")]) : (200, Page(null, 1), []);
        };
        await PublishAsync();

        await UntilAsync(() => times.Count == 1, "the first call");
        string? problem = null;
        await UntilAsync(() => (problem = _host.Get<ISourcePulls>().ListAsync(Cancel).GetAwaiter().GetResult() is [{ LastError: { } error }] ? error : null) is not null, "the refusal is kept");
        Assert.Equal("127.0.0.1 answered 429 Too Many Requests.", problem);
        Assert.Contains("429", (await _host.GetAsync("/v1/sources/buzz")).Json.GetProperty("problem").GetString(), StringComparison.Ordinal);

        await UntilAsync(() => Ids.Count == 1, "it answers");
        Assert.True(times[1] - times[0] >= TimeSpan.FromMinutes(5));
        await UntilAsync(() => _host.Get<ISourcePulls>().ListAsync(Cancel).GetAwaiter().GetResult() is [{ FailingSince: null }], "the refusal is over");
    }

    [Fact]
    public async Task NextPage_AtAnotherPlace_IsNotAskedAndTheSecretGoesNowhere()
    {
        await using var other = await PagedSystem.StartAsync();
        _system.Answer = _ => (200, Page($"{other.Address}steal", 1), []);
        await PublishAsync();

        await UntilAsync(() => _host.Get<ISourcePulls>().ListAsync(Cancel).GetAwaiter().GetResult() is [{ LastError: not null }], "it is refused");

        Assert.Equal("the next page is at another place than the first.", (await StateAsync()).LastError);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task Document_ThatNamesAnotherPlace_DoesNotGetTheSecret()
    {
        await using var other = await PagedSystem.StartAsync();
        await PublishAsync();
        await UntilAsync(() => !_system.Asked.IsEmpty, "it is asked");

        Use(Source().Replace(_system.Address.ToString(), other.Address.ToString(), StringComparison.Ordinal));

        for (var second = 0; second < 120; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await _host.Get<SourcePuller>().RunAsync(Cancel);
        }

        Assert.Empty(other.Asked);
        Assert.Contains("was entered for another provider or address", (await _host.GetAsync("/v1/sources/buzz")).Json.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
