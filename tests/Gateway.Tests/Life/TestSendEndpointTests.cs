using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Storage;

namespace CxOrchestrator.Gateway.Tests.Life;

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

    private async Task<(int Status, JsonElement Json)> SendAsync(string? text = null, params string[]? customers)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/test-sends", JsonSerializer.Serialize(new { id = "sorry", text, customers }));
        return (status, json);
    }

    private async Task<IReadOnlyList<OutboxItem>> LeasedAsync()
    {
        // The product's own outbox upon the same file.
        var outbox = new Silo.Storage.Sqlite.SqliteOutbox(_host.Get<Silo.Storage.Sqlite.SqliteDatabase>(), TimeProvider.System, TimeProvider.System);
        return await outbox.LeaseAsync("me", GatewayHost.Start.AddYears(1), TimeSpan.FromMinutes(1), 10, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Send_Draft_GoesToRecipientsWithTheirWords()
    {
        await PutAsync("c1");

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
        await PutAsync("c1");
        var (status, json) = await SendAsync(null, "c1", "c2");
        Assert.Equal((400, "/customers/1"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal(400, (await SendAsync(null, null)).Status);
        Assert.Empty(await LeasedAsync());
    }

    [Fact]
    public async Task Send_ToOneself_NeedsNoName()
    {
        var (_, marked) = await PutAsync("c2", mine: true);
        Assert.True(marked.GetProperty("mine").GetBoolean());

        var (status, json) = await SendAsync(null, null);

        Assert.Equal((200, "c2"), (status, json.GetProperty("sent")[0].GetProperty("customer").GetString()));
        Assert.Equal("c2", (await _host.GetAsync("/v1/test-recipients")).Json.GetProperty("recipients")[0].GetProperty("customer").GetString());
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Delete, "/v1/test-recipients/c2")).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, "/v1/test-recipients/c2")).Status);
        Assert.Equal(400, (await SendAsync(null, null)).Status);
    }

    [Fact]
    public async Task Send_TextWithErrors_TellsThemAndSendsNothing()
    {
        await PutAsync("c1");
        var (status, json) = await SendAsync(Policy.Replace("email", "e mail", StringComparison.Ordinal), "c1");
        Assert.Equal((200, 0), (status, json.GetProperty("sent").GetArrayLength()));
        Assert.Contains("'channel'", json.GetProperty("problems")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_UnknownCustomer_Is404() => Assert.Equal(404, (await PutAsync("nobody")).Status);
}
