using System.Globalization;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>A gateway with a connection whose deliveries have ids only.</summary>
internal sealed class EnrichingHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private EnrichingHost(FakeTimeProvider clock, ContentSystem system, GatewayHost host) => (Clock, System, Host) = (clock, system, host);

    public FakeTimeProvider Clock { get; }

    public ContentSystem System { get; }

    public GatewayHost Host { get; }

    public IWaitingDeliveries Waiting => Host.Get<IWaitingDeliveries>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<EnrichingHost> StartAsync()
    {
        var clock = new FakeTimeProvider(GatewayHost.Start);
        var system = await ContentSystem.StartAsync();
        return new EnrichingHost(clock, system, await GatewayHost.StartAsync(clock, ("Channels:LoopbackPorts:0", system.Address.Port.ToString(CultureInfo.InvariantCulture))));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await System.DisposeAsync();
    }

    public string Source(string more = "", Uri? address = null) =>
        $$$"""
        kind: source
        id: forms
        name: Forms
        secrets: [{name: key, label: Key}, {name: token, label: Token, required: false}]
        webhook:
          verify: {shared: {secret: key, value: query.key} }
        enrich:
          when: event.kind == 'answered'
          values: {form: event.form, answer: event.answer}
          url: "{{{address ?? System.Address}}}forms/{{ values.form }}/answers/{{ values.answer }}"
          auth: {bearer: token}
          {{{more}}}
        events: body.events
        type: event.kind
        eventId: event.id
        at: enriched.at || event.at
        customer: enriched.who || event.who
        touchpoints:
          answered: {as: survey.answered, feedback: {text: enriched.text}}
          opened: {as: survey.opened}
        """;

    public async Task PublishAsync(string more = "", string? token = "made-up")
    {
        Use(Source(more));
        Assert.Equal(204, (await Host.SendAsync(HttpMethod.Put, "/v1/sources/survey/secrets/key", """{"value":"k-1"}""")).Status);
        if (token is not null)
        {
            Assert.Equal(204, (await Host.SendAsync(HttpMethod.Put, "/v1/sources/survey/secrets/token", JsonSerializer.Serialize(new { value = token }))).Status);
        }
    }

    public void Use(string source, bool enabled = true) => Publish(source, $"kind: connection\nid: survey\nname: Survey\nsource: forms\nenabled: {(enabled ? "true" : "false")}\n");

    public void Publish(params string[] documents)
    {
        var read = DefinitionReader.Read([.. documents.Select((d, i) => new DocumentSource($"{i}.yaml", d))]);
        Assert.Empty(read.Errors);
        Host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = Host.Definitions.Current.Set.Version + 1 });
    }

    public static string Answered(int number, string kind = "answered") => $$"""{"kind":"{{kind}}","id":"e-{{number}}","form":"f/1","answer":"a{{number}}","who":"known"}""";

    public static string Content(int number) => $$"""{"who":"ann","text":"Late again {{number}}","at":"2026-03-03T11:00:00Z"}""";

    public async Task<int> DeliverAsync(params string[] events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sources/survey/events?key=k-1&batch=7")
        {
            Content = new StringContent($$"""{"events":[{{string.Join(',', events)}}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Token", "k-1");
        using var answer = await Host.Client.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    public List<JsonElement> Touchpoints => [.. Host.Log.Items.Select(i => JsonDocument.Parse(i.Body).RootElement)];

    public List<string> Ids => [.. Touchpoints.Select(t => t.GetProperty("id").GetString()!)];

    public async Task<JsonElement> SourceAsync() => (await Host.GetAsync("/v1/sources/survey")).Json;

    public async Task<WaitingCount?> CountAsync() => (await Waiting.CountsAsync(Cancel)).SingleOrDefault();

    // Another worker than the gateway's own: what a second gateway would have.
    public SourceEnricher Another()
    {
        var services = Host.Get<IServiceProvider>();
        return ActivatorUtilities.CreateInstance<SourceEnricher>(services, ActivatorUtilities.CreateInstance<EnrichmentCalls>(services));
    }

    /// <summary>Until it holds: the work runs by the clock, which goes on a second at a time while nobody is asked. A call must not time out because a test machine is slow.</summary>
    public async Task UntilAsync(Func<Task<bool>> done, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"It did not come to this: {what}.");
            if (!await IsAskingAsync())
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }

    private Task<bool> IsAskingAsync() => Host.Get<SqliteDatabase>().ReadAsync(session =>
        session.Number("SELECT (SELECT count(*) FROM source_enrichments WHERE reader IS NOT NULL) + (SELECT count(*) FROM source_pulls WHERE reader IS NOT NULL)") > 0, Cancel);

    public Task UntilAsync(Func<bool> done, string what) => UntilAsync(() => Task.FromResult(done()), what);
}
