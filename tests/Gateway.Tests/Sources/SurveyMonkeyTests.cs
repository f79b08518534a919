using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>SurveyMonkey: a signed webhook with ids, the answers that are fetched, and the reading that finds what no webhook said.</summary>
public sealed class SurveyMonkeyTests : IAsyncLifetime
{
    private const string Answers =
        """{"id":"77","survey_id":"3","collector_id":"4","recipient_id":"22","response_status":"completed","date_created":"2026-03-03T11:50:00+00:00","date_modified":"2026-03-03T11:55:00+00:00","custom_variables":{"order":"4711"},"metadata":{"contact":{"email":{"value":"ann@example.org"}}},"pages":[{"id":"1","questions":[{"id":"2","answers":[{"choice_id":"3","choice_metadata":{"weight":2}}]},{"id":"5","answers":[{"text":"Too slow"}]}]}]}""";

    private const string Event =
        """{"name":"hook","filter_type":"survey","filter_id":"3","event_type":"response_completed","event_id":"e-1","event_datetime":"2026-03-03T11:55:01.182613+00:00","object_type":"response","object_id":"77","resources":{"respondent_id":"77","recipient_id":"22","collector_id":"4","survey_id":"3","user_id":"1"}}""";

    private EnrichingHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EnrichingHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task PublishAsync(string settings, bool withToken)
    {
        _host.Publish($"kind: connection\nid: nps\nname: NPS\nsource: surveymonkey\nsettings: {{clientId: client, host: '{_host.System.Address.ToString().TrimEnd('/')}'{settings}}}\n");
        Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Put, "/v1/sources/nps/secrets/secret", """{"value":"app-secret"}""")).Status);
        if (withToken)
        {
            Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Put, "/v1/sources/nps/secrets/accessToken", """{"value":"made-up"}""")).Status);
        }
    }

    private async Task<int> DeliverAsync(string secret = "app-secret")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sources/nps/events") { Content = new StringContent(Event, Encoding.UTF8, "application/json") };
#pragma warning disable CA5350 // SurveyMonkey signs so.
        request.Headers.Add("Sm-Signature", Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes($"client&{secret}"), Encoding.UTF8.GetBytes(Event))));
#pragma warning restore CA5350
        using var answer = await _host.Host.Client.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    [Fact]
    public async Task Answer_ByWebhookAndByReading_IsOneTouchpoint()
    {
        _host.System.Answer = target => target == "/v3/surveys/3/responses/77/details" ? (200, Answers, [])
            : target.StartsWith("/v3/surveys/3/responses/bulk?", StringComparison.Ordinal) ? (200, _host.System.Asked.Any(a => a.Target.EndsWith("/details", StringComparison.Ordinal)) ? $$$"""{"data":[{{{Answers}}}],"links":{}}""" : """{"data":[],"links":{}}""", [])
            : (500, "{}", []);
        await PublishAsync(", survey: '3'", withToken: true);

        Assert.Equal(401, await DeliverAsync("another"));
        Assert.Equal(200, await DeliverAsync());
        await _host.UntilAsync(() => _host.Touchpoints.Count >= 1, "the webhook's answer is fetched");
        var fetched = _host.Touchpoints[0];
        Assert.Equal(
            ("survey.answered", "response-77", "2026-03-03T11:55:00Z", 2, "Too slow"),
            (fetched.GetProperty("type").GetString(), fetched.GetProperty("id").GetString(), fetched.GetProperty("at").GetString(), fetched.GetProperty("feedback").GetProperty("nps").GetInt32(),
                fetched.GetProperty("feedback").GetProperty("text").GetString()));

        await PassAsync(TimeSpan.FromHours(7));
        await _host.UntilAsync(() => _host.Touchpoints.Count >= 2, "the reading finds the answer as well");
        Assert.Equal(fetched.ToString(), _host.Touchpoints[1].ToString());
        Assert.All(_host.System.Asked, a => Assert.Equal("Bearer made-up", a.Authorization));
        Assert.Single(_host.System.Asked, a => a.Target.EndsWith("/details", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_WithoutAToken_IsWhatTheWebhookCarries()
    {
        await PublishAsync("", withToken: false);

        Assert.Equal(200, await DeliverAsync());

        var touchpoint = Assert.Single(_host.Touchpoints);
        Assert.Equal(("response-77", "3"), (touchpoint.GetProperty("id").GetString(), touchpoint.GetProperty("attributes").GetProperty("survey").GetString()));
        Assert.Empty(_host.System.Asked);
    }

    [Fact]
    public async Task Answer_OfAnySurvey_IsFetchedWithoutNamingOne()
    {
        _host.System.Answer = _ => (200, Answers, []);
        await PublishAsync("", withToken: true);

        Assert.Equal(200, await DeliverAsync());
        await _host.UntilAsync(() => _host.Touchpoints.Count == 1, "the answer is fetched");

        Assert.NotEqual("incomplete", (await _host.Host.GetAsync("/v1/sources/nps")).Json.GetProperty("state").GetString());
    }

    // Hours in large steps: what is due by the second runs after them.
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(10))
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }
}
