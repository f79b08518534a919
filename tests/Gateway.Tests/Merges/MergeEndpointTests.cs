using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Merges;

/// <summary>Merging customers over the API, on a whole installation.</summary>
public sealed class MergeEndpointTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private EmbeddedGateway _gateway = null!;
    private int _sent;

    public async ValueTask InitializeAsync() => _gateway = await EmbeddedGateway.StartAsync("--Erasure:LookEvery=00:00:00.100", "--Erasure:SettleFor=00:00:00.500");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Merge_TwoCustomers_AreShownAsOneAndCanBeParted()
    {
        await FillAsync();

        var (status, preview) = await AskAsync(HttpMethod.Get, "/v1/customers/b/merge?with=a");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 2, 3), (Touchpoints(preview.GetProperty("into")), Touchpoints(preview.GetProperty("from")), Touchpoints(preview.GetProperty("merged"))));
        Assert.False(preview.GetProperty("merged").GetProperty("view").GetProperty("consent").GetProperty("email").GetBoolean());
        Assert.True(preview.GetProperty("exact").GetBoolean());
        Assert.Equal("a", (await GetAsync("/v1/customers/a")).GetProperty("customer").GetString());

        var (merged, merge) = await AskAsync(HttpMethod.Post, "/v1/customers/b/merge", """{"with":"a","reason":"same phone"}""");
        Assert.Equal(HttpStatusCode.OK, merged);
        Assert.Equal(("a", "b", "manual", "same phone"), (Text(merge, "from"), Text(merge, "into"), Text(merge, "kind"), Text(merge, "reason")));
        var number = merge.GetProperty("number").GetInt64();

        // The address of the one leads to the other, everywhere.
        var view = await GetAsync("/v1/customers/a");
        Assert.Equal(("b", 3), (Text(view, "customer"), view.GetProperty("touchpoints").GetInt32()));
        Assert.Equal("a", Text(Assert.Single(view.GetProperty("merged").EnumerateArray()), "customer"));
        Assert.Equal("merge", Text((await GetAsync("/v1/customers/a/timeline")).GetProperty("items")[0], "kind"));
        Assert.Equal(3, (await GetAsync("/v1/customers/b/timeline?of=a")).GetProperty("items").GetArrayLength());
        Assert.Equal("b", Text((await GetAsync("/v1/search?q=a")).GetProperty("items")[0], "id"));
        Assert.Equal(2, (await GetAsync("/v1/customers/b/consents")).GetProperty("items").GetArrayLength());

        await SendAsync("""{"id":"4","at":"2026-01-04T10:00:00Z","type":"order.paid","customer":"a","source":"shop"}""");
        Assert.Equal(4, (await GetAsync("/v1/customers/b")).GetProperty("touchpoints").GetInt32());

        // Asked for again, and in a circle.
        Assert.Equal(number, (await AskAsync(HttpMethod.Post, "/v1/customers/b/merge", """{"with":"a"}""")).Json.GetProperty("number").GetInt64());
        Assert.Equal(number, (await AskAsync(HttpMethod.Post, "/v1/customers/a/merge", """{"with":"b"}""")).Json.GetProperty("number").GetInt64());

        var (undone, undo) = await AskAsync(HttpMethod.Post, $"/v1/merges/{number}/undo");
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.String), (undone, undo.GetProperty("undoneAt").ValueKind));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(HttpMethod.Post, $"/v1/merges/{number}/undo")).Status);
        Assert.Equal((3, 1), ((await GetAsync("/v1/customers/a")).GetProperty("touchpoints").GetInt32(), (await GetAsync("/v1/customers/b")).GetProperty("touchpoints").GetInt32()));
        Assert.True((await GetAsync("/v1/customers/b")).GetProperty("consent").GetProperty("email").GetBoolean());
        Assert.Equal([number], (await GetAsync("/v1/merges?customer=a")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("number").GetInt64()));
        Assert.Equal(["mergeUndone", "customersMerged"], (await GetAsync("/v1/audit")).GetProperty("items").EnumerateArray().Where(e => Text(e, "kind") == "merge").Select(e => Text(e, "action")));
    }

    [Fact]
    public async Task Merge_WhatCannotBeMerged_SaysWhyAndWhatToDo()
    {
        await FillAsync();

        await RefusedAsync(HttpStatusCode.NotFound, "unknown-customer", HttpMethod.Post, "/v1/customers/b/merge", """{"with":"nobody"}""");
        await RefusedAsync(HttpStatusCode.NotFound, "unknown-customer", HttpMethod.Get, "/v1/customers/nobody/merge?with=a");
        await RefusedAsync(HttpStatusCode.Conflict, "same-customer", HttpMethod.Get, "/v1/customers/b/merge?with=b");
        await RefusedAsync(HttpStatusCode.Conflict, "same-customer", HttpMethod.Post, "/v1/customers/b/merge", """{"with":"b"}""");
        await RefusedAsync(HttpStatusCode.NotFound, "unknown-merge", HttpMethod.Post, "/v1/merges/99/undo");
        await RefusedAsync(HttpStatusCode.NotFound, "not-merged", HttpMethod.Get, "/v1/customers/b/timeline?of=a");
        Assert.Equal(1, (await GetAsync("/v1/customers/b/timeline?of=b")).GetProperty("items").GetArrayLength());
        var missing = await RefusedAsync(HttpStatusCode.BadRequest, "wrong-arguments", HttpMethod.Post, "/v1/customers/b/merge", """{"with":" "}""");
        Assert.Equal("/with", Text(missing.GetProperty("errors")[0], "pointer"));
        var long_ = await RefusedAsync(HttpStatusCode.BadRequest, "wrong-arguments", HttpMethod.Post, "/v1/customers/b/merge", $$"""{"with":"a","reason":"{{new string('x', 501)}}"}""");
        Assert.Equal("/reason", Text(long_.GetProperty("errors")[0], "pointer"));
    }

    [Fact]
    public async Task Erase_MergedCustomer_ErasesAllOfIt()
    {
        await FillAsync();
        await AskAsync(HttpMethod.Post, "/v1/customers/b/merge", """{"with":"a"}""");

        var (status, _) = await AskAsync(HttpMethod.Post, "/v1/customers/a/erasure");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(HttpStatusCode.Gone, (await AskAsync(HttpMethod.Get, "/v1/customers/a")).Status);
        Assert.Equal(HttpStatusCode.Gone, (await AskAsync(HttpMethod.Get, "/v1/customers/b")).Status);
        await SendAsync("""{"id":"9","at":"2026-01-09T10:00:00Z","type":"order.paid","customer":"a","source":"shop"}""");
        Assert.Equal(HttpStatusCode.Gone, (await AskAsync(HttpMethod.Get, "/v1/customers/a")).Status);
        Assert.Equal(2, (await GetAsync("/v1/erasures")).GetProperty("items").GetArrayLength());
        for (var attempt = 0; (await GetAsync("/v1/merges")).GetProperty("items").GetArrayLength() > 0; attempt++)
        {
            Assert.True(attempt < 200, "The merges of an erased customer were still there after 20 seconds.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, None);
        }
    }

    [Fact]
    public async Task Export_MergedCustomer_HoldsBothHistories()
    {
        await FillAsync();
        await AskAsync(HttpMethod.Post, "/v1/customers/b/merge", """{"with":"a"}""");

        var export = await GetAsync("/v1/customers/a/export");

        Assert.Equal(("b", "a"), (Text(export, "customer"), Text(export.GetProperty("identities")[1], "value")));
        Assert.Equal(["2", "1"], export.GetProperty("merged")[0].GetProperty("timeline").EnumerateArray().Where(e => Text(e, "kind") == "touchpoint").Select(e => Text(e, "id")));
        Assert.Equal(2, export.GetProperty("consents").GetArrayLength());
    }

    private Task FillAsync() => SendAsync(
        """{"id":"1","at":"2026-01-01T10:00:00Z","type":"order.placed","customer":"a","source":"shop","attributes":{"order":"o-1"}}""",
        """{"id":"2","at":"2026-01-02T10:00:00Z","type":"customer.updated","customer":"a","source":"crm","attributes":{"consent":{"email":false}}}""",
        """{"id":"3","at":"2026-01-03T10:00:00Z","type":"customer.updated","customer":"b","source":"crm","attributes":{"consent":{"email":true}}}""");

    private async Task SendAsync(params string[] touchpoints)
    {
        foreach (var touchpoint in touchpoints)
        {
            await _gateway.SendAsync(touchpoint);
        }

        _sent += touchpoints.Length;
        for (var attempt = 0; await GetAsync("/v1/ledger") is var ledger && (ledger.GetProperty("received").GetInt64() < _sent || ledger.GetProperty("waiting").GetInt64() > 0); attempt++)
        {
            Assert.True(attempt < 200, "The touchpoints were not applied within 20 seconds.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, None);
        }
    }

    private async Task<JsonElement> RefusedAsync(HttpStatusCode expected, string type, HttpMethod method, string path, string? body = null)
    {
        var (status, json) = await AskAsync(method, path, body);
        Assert.Equal((expected, $"urn:cx:problem:{type}"), (status, Text(json, "type")));
        Assert.NotEmpty(Text(json, "cure"));
        return json;
    }

    private static int Touchpoints(JsonElement side) => side.GetProperty("view").GetProperty("touchpoints").GetInt32();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private async Task<JsonElement> GetAsync(string path) => await _gateway.Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), None);

    private async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _gateway.Client.SendAsync(request, None);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(None));
    }
}
