using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Gateway.Tests.Connections;

/// <summary>Connections over the API: state, secrets, tests, pauses, and what providers report.</summary>
public sealed class ConnectionEndpointTests : IAsyncLifetime
{
    private const string Mail = "kind: connection\nid: mail\nname: Mail\nchannel: email\nprovider: smtp\nsettings: {host: HOST, port: PORT, security: none, from: Shop <shop@example.com>, user: shop}\n";

    private const string Postmark = "kind: connection\nid: pm\nname: Postmark\nchannel: email\nprovider: postmark\nsettings: {from: Shop <shop@example.com>}\n";

    private readonly int _port = Ports.Free();
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(("Mailbox:Port", _port.ToString(CultureInfo.InvariantCulture)));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string MailOn(string host = "localhost") => Mail.Replace("HOST", host, StringComparison.Ordinal).Replace("PORT", $"{_port}", StringComparison.Ordinal);

    private string WithMailbox(string host) => MailOn().Replace("user: shop}", $"user: shop, imapHost: {host}, imapUser: bounces}}", StringComparison.Ordinal);

    private async Task<JsonElement> MailboxAsync() => (await ConnectionAsync()).GetProperty("mailbox");

    private void Publish(params string[] documents)
    {
        var read = DefinitionReader.Read([.. documents.Select((d, i) => new DocumentSource($"{i}.yaml", d))]);
        Assert.Empty(read.Errors);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = 2 });
    }

    private Task<(int Status, JsonElement Json, HttpResponseMessage Response)> SecretAsync(string value, string connection = "mail", string name = "password", string? document = null) =>
        _host.SendAsync(HttpMethod.Put, $"/v1/connections/{connection}/secrets/{name}", JsonSerializer.Serialize(new { value, document }));

    private async Task<JsonElement> ConnectionAsync(string id = "mail") => (await _host.GetAsync($"/v1/connections/{id}")).Json;

    private static string State(JsonElement connection) => connection.GetProperty("state").GetString()!;

    [Fact]
    public async Task Get_SecretMissing_SaysWhatToDo()
    {
        Publish(MailOn());

        var connection = (await _host.GetAsync("/v1/connections")).Json.GetProperty("items")[0];
        Assert.Equal(("incomplete", "The secret 'password' is missing. Enter it, or remove the setting 'user'."), (State(connection), connection.GetProperty("problem").GetString()));
        Assert.Equal("missing", connection.GetProperty("secrets")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Secret_Entered_IsUsedAndNeverShown()
    {
        Publish(MailOn());
        var (status, json, _) = await SecretAsync("hunter2-secret");

        Assert.Equal((200, "unused"), (status, State(json)));
        Assert.Equal("entered", json.GetProperty("secrets")[0].GetProperty("state").GetString());
        Assert.DoesNotContain("hunter2", json.ToString(), StringComparison.Ordinal);
        var stored = Assert.Single(await _host.Get<IConnectionSecrets>().ListAsync(Cancel));
        Assert.DoesNotContain("hunter2", stored.Value, StringComparison.Ordinal);
        var entry = (await _host.Get<IAuditTrail>().ListAsync(new AuditQuery(), Cancel)).Items[0];
        Assert.Equal((AuditActions.SecretSet, "mail", $"password, for smtp localhost:{_port}"), (entry.Action, entry.Id, entry.Detail));
    }

    [Fact]
    public async Task Mailbox_Read_ShowsWhatWasFoundAndWhyItFails()
    {
        Publish(WithMailbox("imap.example"));
        await SecretAsync("hunter2");
        await SecretAsync("other", name: "imapPassword");
        Assert.Equal(("imap.example:993 bounces INBOX", 0), await MailboxAsync() is var empty ? (empty.GetProperty("place").GetString(), empty.GetProperty("bounces").GetInt32()) : default);

        var mailboxes = _host.Get<IReturnMailboxes>();
        Assert.NotNull(await mailboxes.LeaseAsync("mail", "one", TimeSpan.FromMinutes(1), TimeSpan.Zero, Cancel));
        await mailboxes.AdvanceAsync("mail", "one", new ReturnCursor("imap", 1, 9), new ReturnCounts { Bounces = 3, Complaints = 1, Replies = 2, NotUnderstood = 4 }, TimeSpan.FromMinutes(1), Cancel);
        await mailboxes.EndAsync("mail", "one", "There is no folder Done.", Cancel);

        var mailbox = await MailboxAsync();
        Assert.Equal((3, 1, 2, 4), (Count("bounces"), Count("complaints"), Count("replies"), Count("notUnderstood")));
        Assert.Equal("There is no folder Done.", mailbox.GetProperty("problem").GetString());
        Assert.NotEqual(JsonValueKind.Null, mailbox.GetProperty("failingSince").ValueKind);
        var watch = _host.Get<ConnectionWatch>();
        await watch.RunAsync(Cancel);
        Assert.Contains("The mailbox of the connection mail cannot be read since ", watch.Problem, StringComparison.Ordinal);
        Assert.EndsWith("UTC: There is no folder Done.", watch.Problem, StringComparison.Ordinal);

        int Count(string name) => mailbox.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Mailbox_None_IsNotShown()
    {
        Publish(MailOn());

        Assert.False((await ConnectionAsync()).TryGetProperty("mailbox", out var mailbox) && mailbox.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Secret_OfTheMailbox_IsForItsHostAlone()
    {
        Publish(MailOn());
        await SecretAsync("hunter2");
        Publish(WithMailbox("imap.example"));
        Assert.Equal(("entered", "missing"), await StatesAsync());

        await SecretAsync("other", name: "imapPassword");
        Assert.Equal(("entered", "entered"), await StatesAsync());

        Publish(WithMailbox("evil.example"));
        Assert.Equal(("entered", "otherTarget"), await StatesAsync());

        async Task<(string?, string?)> StatesAsync()
        {
            var states = (await ConnectionAsync()).GetProperty("secrets").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("state").GetString());
            return (states["password"], states["imapPassword"]);
        }
    }

    [Fact]
    public async Task Secret_DocumentNamesAnotherHost_DoesNotGetIt()
    {
        Publish(MailOn());
        await SecretAsync("hunter2");
        Publish(MailOn("evil.example"));

        var connection = await ConnectionAsync();
        Assert.Equal(("incomplete", "otherTarget"), (State(connection), connection.GetProperty("secrets")[0].GetProperty("state").GetString()));
        Assert.Contains($"was entered for another provider or address (smtp localhost:{_port})", connection.GetProperty("problem").GetString(), StringComparison.Ordinal);

        await SecretAsync("hunter2");
        Assert.Equal("unused", State(await ConnectionAsync()));
    }

    [Theory]
    [InlineData("{\"value\":\"\"}", "/value")]
    [InlineData("{\"value\":\"x\",\"document\":\"kind: policy\"}", "/document")]
    [InlineData("{\"value\":\"x\",\"document\":\"kind: connection\\nid: other\\nname: O\\nchannel: email\\nprovider: mailbox\\n\"}", "/document")]
    public async Task Secret_Wrong_IsRefusedAtItsPlace(string body, string place)
    {
        Publish(MailOn());
        var (status, json, _) = await _host.SendAsync(HttpMethod.Put, "/v1/connections/mail/secrets/password", body);
        Assert.Equal(400, status);
        Assert.Contains(place, json.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/connections/none/secrets/password", "unknown-connection")]
    [InlineData("/v1/connections/mail/secrets/pasword", "unknown-secret")]
    public async Task Secret_OfNothing_Is404(string path, string type)
    {
        Publish(MailOn());
        var (status, json, _) = await _host.SendAsync(HttpMethod.Put, path, "{\"value\":\"x\"}");
        Assert.Equal((404, $"urn:cx:problem:{type}"), (status, json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Secret_Removed_IsGone()
    {
        Publish(MailOn());
        await SecretAsync("x");
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Delete, "/v1/connections/mail/secrets/password", null)).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, "/v1/connections/mail/secrets/password", null)).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, "/v1/connections/$links/secrets/key", null)).Status);
    }

    [Fact]
    public async Task Test_OfADraft_UsesItsTextAndTheSecretEnteredForIt()
    {
        var draft = MailOn();
        await SecretAsync("x", document: draft);

        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/connections/mail/test", JsonSerializer.Serialize(new { document = draft.Replace("user: shop", "poolMax: 1", StringComparison.Ordinal) }));
        Assert.Equal((200, true), (status, json.GetProperty("works").GetBoolean()));
        Assert.Equal("localhost answers and takes messages from Shop <shop@example.com>.", json.GetProperty("text").GetString());
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Post, "/v1/connections/mail/test", "{}")).Status);
    }

    [Fact]
    public async Task Test_OfAPublishedOneThatFails_IsItsState()
    {
        Publish(MailOn("mail.invalid").Replace(", user: shop", "", StringComparison.Ordinal));
        var json = (await _host.SendAsync(HttpMethod.Post, "/v1/connections/mail/test", "{}")).Json;

        Assert.Equal((false, "The host mail.invalid is not known. Check the setting 'host'."), (json.GetProperty("works").GetBoolean(), json.GetProperty("text").GetString()));
        var connection = await ConnectionAsync();
        Assert.Equal(("failing", "The host mail.invalid is not known. Check the setting 'host'."), (State(connection), connection.GetProperty("problem").GetString()));
    }

    [Fact]
    public async Task Pause_AndResume_AreItsState()
    {
        Publish(MailOn().Replace(", user: shop", "", StringComparison.Ordinal));
        Assert.Equal("paused", State((await _host.SendAsync(HttpMethod.Put, "/v1/connections/mail/paused", "{\"paused\":true}")).Json));
        Assert.Equal("unused", State((await _host.SendAsync(HttpMethod.Put, "/v1/connections/mail/paused", "{\"paused\":false}")).Json));
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Put, "/v1/connections/none/paused", "{\"paused\":true}")).Status);
    }

    [Fact]
    public async Task Providers_AreProtocolsAndTheBuiltInOnes()
    {
        var items = (await _host.GetAsync("/v1/connection-providers")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["smtp", "mailbox", "in-app"], items.Take(3).Select(i => i.GetProperty("id").GetString()));
        Assert.Contains(items, i => i.GetProperty("id").GetString() == "sendgrid");
        Assert.Equal("host", items[0].GetProperty("settings")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Reports_Genuine_AreStoredOnce()
    {
        Publish(Postmark);
        await SecretAsync("server-token", "pm", "serverToken");
        await SecretAsync("pm-user", "pm", "webhookUser");
        await SecretAsync("pm-password", "pm", "webhookPassword");
        var connection = await ConnectionAsync("pm");
        Assert.Equal("/v1/connections/pm/reports", connection.GetProperty("reportsTo").GetString());

        const string report = """{"RecordType":"Delivery","MessageID":"883953f4-6105-42a2-a16a-77a8eac79483","Recipient":"ann@example.com","DeliveredAt":"2026-03-02T12:00:00Z","Metadata":{"cx_action":"a1"}}""";
        Assert.Equal(401, await ReportAsync(report, "pm-user", "wrong"));
        Assert.Equal(200, await ReportAsync(report, "pm-user", "pm-password"));
        Assert.Equal(200, await ReportAsync(report, "pm-user", "pm-password"));
    }

    [Fact]
    public async Task Reports_ToNobody_AreNotFound()
    {
        Publish(MailOn());
        Assert.Equal(404, await ReportAsync("{}", "a", "b", "none"));
        Assert.Equal(404, await ReportAsync("{}", "a", "b", "mail"));
    }

    [Fact]
    public async Task Message_OfAnActionThatLeftThroughNoConnection_Is404()
    {
        var (status, json, _) = await _host.GetAsync("/v1/actions/none/message");
        Assert.Equal((404, "urn:cx:problem:not-sent"), (status, json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Report_CertificateOfSnsCannotBeFetched_IsToBeSentAgain()
    {
        const string topic = "arn:aws:sns:eu-nowhere-1:1:events";
        Publish($"kind: connection\nid: ses\nname: SES\nchannel: email\nprovider: ses\nsettings: {{region: eu-nowhere-1, from: shop@example.com, topic: '{topic}'}}\n");
        var body = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["Type"] = "Notification",
            ["MessageId"] = "m-1",
            ["TopicArn"] = topic,
            ["Message"] = "{}",
            ["Timestamp"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["SignatureVersion"] = "2",
            ["Signature"] = "AAAA",
            ["SigningCertURL"] = "https://sns.eu-nowhere-1.amazonaws.com/1.pem",
        });

        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/connections/ses/reports", body);
        Assert.Equal((503, "urn:cx:problem:report-not-verified"), (status, json.GetProperty("type").GetString()));
        Assert.Contains("sns.eu-nowhere-1.amazonaws.com", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_OfAConnection_AreAPage()
    {
        Assert.Equal(0, (await _host.GetAsync("/v1/connections/mail/deliveries")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(400, (await _host.GetAsync("/v1/connections/mail/deliveries?limit=0")).Status);
    }

    private async Task<int> ReportAsync(string body, string user, string password, string connection = "pm")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/connections/{connection}/reports") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        using var response = await _host.Client.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }
}
