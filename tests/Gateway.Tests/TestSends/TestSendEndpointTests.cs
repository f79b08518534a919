using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Gateway.Tests.TestSends;

/// <summary>A draft that is sent to test recipients and nobody else.</summary>
public sealed class TestSendEndpointTests : IAsyncLifetime
{
    private const string Policy =
        """
        kind: policy
        id: sorry
        name: Sorry
        on: {touchpoint: {type: complaint.filed}}
        variants:
          - id: letter
            do:
              - message: {channel: email, text: "Hello {customer.name|you}"}
              - wait: {for: 1 day, otherwise: {offer: {channel: sms, offer: voucher, codes: spring, text: "Yours: {offer.code}"}}}
          - id: call
            do: {callback: {queue: care, reason: r}}
        """;

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("sorry.yaml", Policy)], "pack", TestContext.Current.CancellationToken));
        _host.Store.Put(States.Unhappy("c1"), atRisk: true, States.Entry("c1", 1));
        _host.Store.Put(States.Unhappy("c2"), atRisk: true, States.Entry("c2", 1));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<(int Status, JsonElement Json)> PutAsync(string customer, bool mine = false)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Put, $"/v1/test-recipients/{customer}", JsonSerializer.Serialize(new { mine }));
        return (status, json);
    }

    private async Task ActAsync(string account) =>
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, "/v1/me/switch", JsonSerializer.Serialize(new { account }))).Status);

    private async Task<int> ConfirmAsync(string customer) => (await _host.SendAsync(HttpMethod.Post, $"/v1/test-recipients/{customer}/confirm")).Status;

    // Marked by the owner, confirmed by the approver.
    private async Task ConfirmedAsync(string customer, bool mine = false)
    {
        Assert.Equal(200, (await PutAsync(customer, mine)).Status);
        await ActAsync("approver");
        Assert.Equal(200, await ConfirmAsync(customer));
        await ActAsync("owner");
    }

    private async Task<(int Status, JsonElement Json)> SendAsync(string? text = null, params string[]? customers)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/test-sends", JsonSerializer.Serialize(new { id = "sorry", text, customers }));
        return (status, json);
    }

    private static string[] Held(JsonElement json) =>
        [.. json.GetProperty("held").EnumerateArray().Select(h => $"{h.GetProperty("customer").GetString()} {h.GetProperty("channel").GetString()} {h.GetProperty("reason").GetString()}")];

    private async Task<IReadOnlyList<OutboxItem>> LeasedAsync()
    {
        // The product's own outbox upon the same file.
        var outbox = new CxOrchestrator.Storage.Sqlite.SqliteOutbox(_host.Get<CxOrchestrator.Storage.Sqlite.SqliteDatabase>(), TimeProvider.System, TimeProvider.System);
        return await outbox.LeaseAsync("me", GatewayHost.Start.AddYears(1), TimeSpan.FromMinutes(1), 10, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Send_Draft_GoesToRecipientsWithTheirWords()
    {
        await ConfirmedAsync("c1");

        var (status, json) = await SendAsync(Policy.Replace("Hello", "Dear", StringComparison.Ordinal), "c1");

        Assert.Equal(200, status);
        Assert.Equal(["message email", "offer sms"], json.GetProperty("sent").EnumerateArray().Select(s => $"{s.GetProperty("kind").GetString()} {s.GetProperty("channel").GetString()}"));
        Assert.Equal(["wait", "callback"], json.GetProperty("leftOut").EnumerateArray().Select(l => l.GetString()));
        var items = await LeasedAsync();
        Assert.Equal(["true", "true"], items.Select(i => i.Action["test"]));
        Assert.StartsWith("Dear ", items.Single(i => i.Action.Channel == "email").Action["text"], StringComparison.Ordinal);
        Assert.Equal(("Yours: TEST-CODE", null), (items.Single(i => i.Action.Channel == "sms").Action["text"], items.Single(i => i.Action.Channel == "sms").Action["codes"]));
        var audit = await _host.Get<IAuditTrail>().ListAsync(new AuditQuery { Action = AuditActions.TestSent, Limit = 10 }, TestContext.Current.CancellationToken);
        Assert.Equal(("sorry", "to c1"), (Assert.Single(audit.Items).Id, audit.Items[0].Detail));
    }

    [Fact]
    public async Task Send_ToSomebodyElse_IsRefusedAndNothingIsSent()
    {
        await ConfirmedAsync("c1");
        var (status, json) = await SendAsync(null, "c1", "c2");
        Assert.Equal((400, "/customers/1"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal(400, (await SendAsync(null, null)).Status);
        Assert.Empty(await LeasedAsync());
    }

    [Fact]
    public async Task Send_ToOneself_NeedsNoName()
    {
        await ConfirmedAsync("c2", mine: true);

        var (status, json) = await SendAsync(null, null);

        Assert.Equal((200, "c2"), (status, json.GetProperty("sent")[0].GetProperty("customer").GetString()));
        var listed = (await _host.GetAsync("/v1/test-recipients")).Json;
        Assert.Equal(("c2", true), (listed.GetProperty("recipients")[0].GetProperty("customer").GetString(), listed.GetProperty("recipients")[0].GetProperty("mine").GetBoolean()));
        Assert.Equal((98, 98), (json.GetProperty("leftToday").GetInt32(), listed.GetProperty("leftToday").GetInt32()));
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Delete, "/v1/test-recipients/c2")).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, "/v1/test-recipients/c2")).Status);
        Assert.Equal(400, (await SendAsync(null, null)).Status);
    }

    [Fact]
    public async Task Send_TextWithErrors_TellsThemAndSendsNothing()
    {
        await ConfirmedAsync("c1");
        var (status, json) = await SendAsync(Policy.Replace("email", "e mail", StringComparison.Ordinal), "c1");
        Assert.Equal((200, 0), (status, json.GetProperty("sent").GetArrayLength()));
        Assert.Contains("'channel'", json.GetProperty("problems")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_BeforeASecondPersonConfirmed_IsRefused()
    {
        var (_, marked) = await PutAsync("c1", mine: true);
        Assert.False(marked.GetProperty("confirmable").GetBoolean());
        Assert.Equal((400, "/customers/0"), (await SendAsync(null, "c1") is var (status, json) ? (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()) : default));

        Assert.Equal(403, await ConfirmAsync("c1"));
        Assert.Equal(404, await ConfirmAsync("c2"));
        await ActAsync("operator");
        Assert.Equal(403, await ConfirmAsync("c1"));
        await ActAsync("marketer");
        Assert.Equal(200, await ConfirmAsync("c1"));

        await ActAsync("owner");
        Assert.Equal(200, (await SendAsync(null, "c1")).Status);
        var audit = await _host.Get<IAuditTrail>().ListAsync(new AuditQuery { Action = AuditActions.TestRecipientConfirmed, Limit = 10 }, TestContext.Current.CancellationToken);
        Assert.Equal(("marketer", "c1"), (Assert.Single(audit.Items).By, audit.Items[0].Id));
    }

    [Fact]
    public async Task Mark_MoreThanAnAccountMay_IsRefused()
    {
        for (var i = 0; i < 20; i++)
        {
            _host.Store.Put(States.Unhappy($"m{i}"), atRisk: false, States.Entry($"m{i}", 1));
            Assert.Equal(200, (await PutAsync($"m{i}")).Status);
        }

        var (status, json) = await PutAsync("c1");

        Assert.Equal((409, true), (status, json.GetProperty("type").GetString()!.EndsWith("too-many-test-recipients", StringComparison.Ordinal)));
        await ActAsync("marketer");
        Assert.Equal(200, (await PutAsync("c1")).Status);
    }

    [Fact]
    public async Task Send_WhatConsentAndSuppressionsForbid_IsHeldAndSaid()
    {
        var profile = States.Unhappy("c3").Profile with { Consent = AttributeSet.Of(new NamedValue("email", Rules.Touchpoints.Scalar.Of(false))) };
        _host.Store.Put(States.Unhappy("c3") with { Profile = profile }, atRisk: false, States.Entry("c3", 1));
        _host.Store.Put(
            States.Unhappy("c4") with { Suppressions = [new Suppression { Channel = Suppression.AllChannels, Reason = "unsubscribed", By = "mail", At = GatewayHost.Start }] },
            atRisk: false,
            States.Entry("c4", 1));
        await ConfirmedAsync("c3");
        await ConfirmedAsync("c4");

        var (status, json) = await SendAsync(null, "c3", "c4");

        Assert.Equal(200, status);
        Assert.Equal(["c3 email consent", "c4 email channelSuppressed", "c4 sms channelSuppressed"], Held(json));
        Assert.Equal(["c3 sms"], json.GetProperty("sent").EnumerateArray().Select(s => $"{s.GetProperty("customer").GetString()} {s.GetProperty("channel").GetString()}"));
        Assert.Equal("sms", Assert.Single(await LeasedAsync()).Action.Channel);
    }

    [Fact]
    public async Task Send_TemplateThatFails_IsHeldAndSaid()
    {
        await ConfirmedAsync("c1");

        const string template = "kind: template\nid: broken\nname: Broken\nfallback: en\nlanguages:\n  en: {subject: Hello, text: 'Dear {{ 1 | times: 9999999999999999999999999999 | times: 9999999999999999999999999999 }}'}\n";
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("sorry.yaml", Policy), new DocumentSource("broken.yaml", template)], "pack", TestContext.Current.CancellationToken));

        var (status, json) = await SendAsync(Policy.Replace("text: \"Hello {customer.name|you}\"", "template: broken", StringComparison.Ordinal), "c1");

        Assert.Equal((200, "c1 email templateFailed"), (status, Assert.Single(Held(json))));
        Assert.Equal("sms", Assert.Single(await LeasedAsync()).Action.Channel);
    }

    [Fact]
    public async Task Send_MoreThanAnAccountMayInADay_IsRefusedUntilMidnight()
    {
        await ConfirmedAsync("c1");
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(200, (await SendAsync(null, "c1")).Status);
        }

        var (status, _, response) = await _host.SendAsync(HttpMethod.Post, "/v1/test-sends", """{"id":"sorry","customers":["c1"]}""");

        Assert.Equal(429, status);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Assert.Equal(0, (await _host.GetAsync("/v1/test-recipients")).Json.GetProperty("leftToday").GetInt32());
    }

    [Fact]
    public async Task Send_WhileThePolicyIsStopped_IsRefused()
    {
        await ConfirmedAsync("c1");
        await _host.Operators.SetPolicyAsync("sorry", stopped: true, "ops", null, TestContext.Current.CancellationToken);
        Assert.Equal(409, (await SendAsync(null, "c1")).Status);
        await _host.Operators.SetPolicyAsync("sorry", stopped: false, "ops", null, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await SendAsync(null, "c1")).Status);
    }

    [Fact]
    public async Task Add_TestCustomer_IsRecordedOfItsOwnSourceAndMarked()
    {
        var body = JsonSerializer.Serialize(new { customer = "test-mara", mine = true, attributes = new { name = "Mara", email = "mara@example.org" } });

        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/test-customers", body);

        Assert.Equal((202, "test-mara", true), (status, json.GetProperty("customer").GetString(), json.GetProperty("mine").GetBoolean()));
        var item = Assert.Single(_host.Log.Items);
        var touchpoint = TouchpointJson.Read(item.Body.Span).Touchpoint!;
        Assert.Equal((Rules.Actions.TestSends.Source, "customer.updated", "Mara"), (touchpoint.Identity.Source, touchpoint.Type, touchpoint.Attributes["name"].Text));
        Assert.Equal(409, (await _host.SendAsync(HttpMethod.Post, "/v1/test-customers", """{"customer":"c1"}""")).Status);
        Assert.Single(_host.Log.Items);
    }

    [Fact]
    public async Task Add_TestCustomerWithWrongAttributes_IsRefusedWithPointers()
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/test-customers", """{"customer":"t","attributes":{"timeZone":"Mars/Base"}}""");

        Assert.Equal((400, "/attributes/timeZone"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Empty(_host.Log.Items);
        Assert.Empty((await _host.GetAsync("/v1/test-recipients")).Json.GetProperty("recipients").EnumerateArray());
    }

    [Fact]
    public async Task Mark_UnknownCustomer_Is404() => Assert.Equal(404, (await PutAsync("nobody")).Status);
}
