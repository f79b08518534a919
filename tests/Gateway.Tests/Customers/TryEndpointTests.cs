using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Gateway.Tests.Customers;

/// <summary>A document that is being written, tried on a customer.</summary>
public sealed class TryEndpointTests : IAsyncLifetime
{
    private const string Journey = "kind: journey\nid: order\nname: Order\nstages:\n  - id: placed\n    name: Placed\n    enter: order.placed\n";

    private const string Template = "kind: template\nid: sorry\nname: Sorry\nfallback: en\nlanguages:\n  en: {subject: Hello, text: 'Worth {{ customer.lifetimeValue | default: 0 }}'}\n  de: {text: Guten Tag}\n";

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("order.yaml", Journey), new DocumentSource("sorry.yaml", Template)], "pack", TestContext.Current.CancellationToken));
        _host.Store.Put(States.Unhappy("c1"), atRisk: true, States.Entry("c1", 1));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static string Policy(string when, string rest = "") =>
        $"kind: policy\nid: new\nname: New\non: {{stageEntered: {{journey: order, stage: placed}}}}\nwhen: {when}\n{rest}do:\n  - message: {{channel: email, template: sorry}}\n  - callback: {{queue: care, reason: 'worth {{customer.lifetimeValue}}'}}\n";

    private async Task<(int Status, JsonElement Json)> TryAsync(string kind, string id, string? text, string customer = "c1")
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, $"/v1/customers/{customer}/try", JsonSerializer.Serialize(new { kind, id, text }));
        return (status, json);
    }

    [Fact]
    public async Task Try_DraftOfAPolicy_TellsConditionsLimitsAndWords()
    {
        var (status, json) = await TryAsync("policy", "new", Policy("{customer.lifetimeValue: {above: 500}, mood: {above: 0.5}}", "controlGroup: 10\n"));
        Assert.Equal(200, status);
        Assert.Empty(json.GetProperty("problems").EnumerateArray());
        var why = json.GetProperty("why");
        Assert.Equal([true, false], why.GetProperty("conditions").EnumerateArray().Select(c => c.GetProperty("holds").GetBoolean()));
        Assert.Equal("1200", why.GetProperty("conditions")[0].GetProperty("actual").GetString());
        Assert.False(why.GetProperty("conditionsHold").GetBoolean());
        Assert.NotEmpty(why.GetProperty("limits").EnumerateArray());
        Assert.Equal(["Worth 1200", "worth 1200"], json.GetProperty("texts").EnumerateArray().Select(t => t.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Try_TemplateOfBlocks_GivesHtmlAndTheTextBesideIt()
    {
        var (_, json) = await TryAsync("template", "sorry", "kind: template\nid: sorry\nname: Sorry\nformat: html\nfallback: en\nlanguages:\n  en: {subject: Hello, blocks: [{heading: {text: 'Worth {{ customer.lifetimeValue | default: 0 }}'}}, {button: {label: Look, link: 'https://shop.pt'}}]}\n");

        var text = Assert.Single(json.GetProperty("texts").EnumerateArray());
        Assert.Contains(">Worth 1200</h1>", text.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Worth 1200\n==========\n\nLook (https://shop.pt)", text.GetProperty("plain").GetString()!.Trim().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(2, "{customer.touchpoints: {atLeast: 1}}", "Last triggered on 3 Mar 2026 10:00 UTC (", "and would have acted.")]
    [InlineData(2, "{none: [{customer.touchpoints: {atLeast: 1}}]}", "Last triggered on 3 Mar 2026 10:00 UTC (", "and would not have acted: customer.touchpoints at least 1 held, which must not be: the value was 2.")]
    [InlineData(3, "{}", "No stored touchpoint of this customer", "would have triggered it.")]
    public async Task Try_TriggerThatNeedsSeveralTouchpoints_TellsWhatTheStoredOnesWouldHaveDone(int times, string when, string start, string end)
    {
        _host.Store.Put(States.Unhappy("c2"), atRisk: true, States.Entry("c2", 1), States.Entry("c2", 2));
        var draft = $"kind: policy\nid: new\nname: New\non: {{count: {{of: order.placed, atLeast: {times}, within: 7 days}}}}\nwhen: {when}\ndo:\n  - callback: {{queue: care, reason: Twice}}\n";

        var (_, json) = await TryAsync("policy", "new", draft, "c2");

        Assert.Empty(json.GetProperty("problems").EnumerateArray());
        var past = json.GetProperty("past").GetString();
        Assert.StartsWith(start, past, StringComparison.Ordinal);
        Assert.EndsWith(end, past, StringComparison.Ordinal);
        Assert.Equal(times == 3, json.GetProperty("why").GetProperty("triggeredAt").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Try_PublishedDocument_TheTextStandsInItsPlace()
    {
        var (_, json) = await TryAsync("template", "sorry", Template.Replace("Worth", "Dear, worth", StringComparison.Ordinal));
        Assert.Equal(["en True Dear, worth 1200", "de False Guten Tag"], json.GetProperty("texts").EnumerateArray().Select(t => $"{t.GetProperty("language").GetString()} {t.GetProperty("chosen").GetBoolean()} {t.GetProperty("text").GetString()}"));
    }

    [Fact]
    public async Task Try_Segment_SaysWhetherTheCustomerIsInIt()
    {
        var (_, json) = await TryAsync("segment", "rich", "kind: segment\nid: rich\nname: Rich\nwhen: {customer.lifetimeValue: {above: 5000}}\n");
        Assert.False(json.GetProperty("member").GetBoolean());
        Assert.Equal("1200", json.GetProperty("conditions")[0].GetProperty("actual").GetString());
    }

    [Fact]
    public async Task Try_TextWithErrors_TellsThemAndNothingElse()
    {
        var (status, json) = await TryAsync("policy", "new", Policy("{moood: {above: 0.5}}"));
        Assert.Equal(200, status);
        Assert.Contains("moood", json.GetProperty("problems")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("why").ValueKind);
    }

    [Theory]
    [InlineData("journey", "order", "x", "c1", 400)]
    [InlineData("policy", "new", null, "c1", 400)]
    [InlineData("policy", "new", "kind: policy", "nobody", 404)]
    public async Task Try_WhatCannotBeTried_IsRefused(string kind, string id, string? text, string customer, int status) =>
        Assert.Equal(status, (await TryAsync(kind, id, text, customer)).Status);
}
