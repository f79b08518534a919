using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Gateway.Privacy;
using CxOrchestrator.Gateway.Tests.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Gateway.Tests.Privacy;

/// <summary>What people can do about what is stored of one customer.</summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private EmbeddedGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await EmbeddedGateway.StartAsync("--Erasure:LookEvery=00:00:00.100", "--Erasure:SettleFor=00:00:00.500");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private static Uri At(string path) => new(path, UriKind.Relative);

    private async Task<JsonElement> GetAsync(string path) => await _gateway.Client.GetFromJsonAsync<JsonElement>(At(path), None);

    private async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, At(path));
        using var response = await _gateway.Client.SendAsync(request, None);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(None));
    }

    private async Task SendAsync(params string[] touchpoints)
    {
        foreach (var touchpoint in touchpoints)
        {
            await _gateway.SendAsync(touchpoint);
        }

        await UntilAsync(async () => (await GetAsync("/v1/ledger")) is var ledger && ledger.GetProperty("waiting").GetInt64() == 0 && ledger.GetProperty("received").GetInt64() > 0);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; !await holds(); attempt++)
        {
            Assert.True(attempt < 600, "It took more than a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, None);
        }
    }

    private Task FillAsync() => SendAsync(
        """{"id":"1","type":"customer.updated","customer":"c/1","source":"crm","at":"2026-01-01T10:00:00Z","attributes":{"name":"Ann Lee","consent":{"email":{"promotion":true},"phone":false},"tier":"gold"}}""",
        """{"id":"2","type":"order.placed","customer":"c/1","source":"shop","at":"2026-01-02T10:00:00Z","text":"Please ring twice"}""",
        """{"id":"3","type":"channel.unsubscribed","customer":"c/1","source":"mail","at":"2026-01-03T10:00:00Z","channel":"email","attributes":{"reason":"too many"}}""");

    private async Task EraseAsync()
    {
        var (status, begun) = await AskAsync(HttpMethod.Post, "/v1/customers/c%2F1/erasure");
        Assert.Equal((HttpStatusCode.Accepted, "running"), (status, begun.GetProperty("state").GetString()));
        await UntilAsync(async () => (await GetAsync("/v1/erasures/1")).GetProperty("state").GetString() == "done");
    }

    [Fact]
    public async Task Consents_OfACustomer_SayWhatWhenAndByWhichTouchpoint()
    {
        await FillAsync();

        var said = (await GetAsync("/v1/customers/c%2F1/consents")).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(
            [("email", null, false, "3", "mail"), ("phone", null, false, "1", "crm"), ("email", "promotion", true, "1", "crm")],
            said.Select(s => (
                s.GetProperty("channel").GetString()!,
                s.GetProperty("purpose").GetString(),
                s.GetProperty("agreed").GetBoolean(),
                s.GetProperty("touchpointId").GetString()!,
                s.GetProperty("source").GetString()!)));
        Assert.Equal("too many", said[0].GetProperty("reason").GetString());
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 10, 0, 0, TimeSpan.Zero), said[0].GetProperty("at").GetDateTimeOffset());
        var page = await GetAsync("/v1/customers/c%2F1/consents?limit=2");
        var rest = await GetAsync($"/v1/customers/c%2F1/consents?cursor={page.GetProperty("next").GetString()}");
        Assert.Equal("promotion", Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("purpose").GetString());
    }

    [Fact]
    public async Task Export_OfACustomer_IsOneFileWithEverything()
    {
        await FillAsync();
        await SendAsync("""{"id":"4","type":"order.placed","customer":"other","source":"shop","at":"2026-01-02T10:00:00Z"}""");

        using var response = await _gateway.Client.GetAsync(At("/v1/customers/c%2F1/export"), None);

        Assert.Equal(("application/json", "customer-export.json"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.FileName));
        var file = await response.Content.ReadFromJsonAsync<JsonElement>(None);
        Assert.Equal((CustomerExport.Format, "c/1", "Ann Lee"), (file.GetProperty("format").GetString(), file.GetProperty("customer").GetString(), file.GetProperty("state").GetProperty("name").GetString()));
        Assert.Equal(["3", "2", "1"], file.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
        Assert.Contains("Please ring twice", file.GetProperty("timeline").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(3, file.GetProperty("consents").GetArrayLength());
        Assert.Equal(["crm", "mail", "shop"], file.GetProperty("identities")[0].GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("source").GetString()));
        Assert.Equal("email", file.GetProperty("closedChannels")[0].GetProperty("channel").GetString());
        Assert.All(["decisions", "actions", "testSends", "cases", "codes", "deadLetters"], name => Assert.Equal(JsonValueKind.Array, file.GetProperty(name).ValueKind));
        Assert.DoesNotContain("\"other\"", file.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("customerExported", (await GetAsync("/v1/audit?kind=customer")).GetProperty("items")[0].GetProperty("action").GetString());
    }

    [Fact]
    public async Task Erase_Customer_IsGoneAndTheTrailDoesNotSayWho()
    {
        await FillAsync();
        (await _gateway.Client.GetAsync(At("/v1/customers/c%2F1/export"), None)).Dispose();

        await EraseAsync();
        await SendAsync("""{"id":"5","type":"order.placed","customer":"c/1","source":"shop","at":"2026-01-05T10:00:00Z"}""");

        var (status, problem) = await AskAsync(HttpMethod.Get, "/v1/customers/c%2F1");
        Assert.Equal((HttpStatusCode.Gone, "urn:cx:problem:customer-erased"), (status, problem.GetProperty("type").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, "/v1/customers/c%2F1/export")).Status);
        var ledger = await GetAsync("/v1/ledger");
        Assert.Equal((4L, 3L, 1L, true), (ledger.GetProperty("received").GetInt64(), ledger.GetProperty("applied").GetInt64(), ledger.GetProperty("erased").GetInt64(), ledger.GetProperty("balanced").GetBoolean()));
        Assert.Equal(1, ledger.GetProperty("sources").EnumerateArray().Single(s => s.GetProperty("source").GetString() == "shop").GetProperty("erased").GetInt64());
        var trail = await GetAsync("/v1/audit");
        Assert.DoesNotContain("c/1", trail.GetRawText(), StringComparison.Ordinal);
        Assert.Equal([("customerErased", "1"), ("customerExported", "erased")], trail.GetProperty("items").EnumerateArray().Take(2).Select(e => (e.GetProperty("action").GetString()!, e.GetProperty("id").GetString()!)));
        Assert.Equal(3, (await GetAsync("/v1/erasures")).GetProperty("items")[0].GetProperty("removed").GetProperty("touchpoints").GetInt64());
        Assert.Contains("cx_touchpoints_erased_total", string.Join(' ', (await _gateway.ScrapeAsync()).Keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readmit_ErasedCustomer_StartsAfresh()
    {
        await FillAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Delete, "/v1/customers/c%2F1/erasure")).Status);
        await EraseAsync();

        var (status, view) = await AskAsync(HttpMethod.Delete, "/v1/customers/c%2F1/erasure");
        await SendAsync($$"""{"id":"9","type":"order.placed","customer":"c/1","source":"shop","at":"{{TimeProvider.System.GetUtcNow():O}}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(JsonValueKind.Null, view.GetProperty("readmittedAt").ValueKind);
        await UntilAsync(async () => (await AskAsync(HttpMethod.Get, "/v1/customers/c%2F1")).Status == HttpStatusCode.OK);
        Assert.Equal(1, (await GetAsync("/v1/customers/c%2F1")).GetProperty("touchpoints").GetInt64());
    }

    [Fact]
    public async Task Erase_IdThatNobodyHas_IsRefused()
    {
        var (status, problem) = await AskAsync(HttpMethod.Post, "/v1/customers/nobody/erasure");
        Assert.Equal((HttpStatusCode.NotFound, "urn:cx:problem:unknown-customer"), (status, problem.GetProperty("type").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, "/v1/erasures/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, "/v1/erasures/one")).Status);
    }

    [Fact]
    public async Task Erase_UploadedFile_LosesTheCustomersLines()
    {
        await FillAsync();
        var files = _gateway.Services.GetRequiredService<BacktestFiles>();
        const string other = """{"id":"2","type":"t","customer":"other","source":"s","at":"2026-01-01T10:00:00Z","text":"about c/1"}""";
        const string text = """{"id":"1","type":"t","customer":"c/1","source":"s","at":"2026-01-01T10:00:00Z"}""" + "\r\n" + other + "\n"
            + """{"id":"3","type":"t","customer":"c\/1","source":"s","at":"2026-01-01T10:00:00Z"}""";
        var file = (await files.AddAsync("may.jsonl", "mara", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), None))!;

        await files.EraseAsync(Grains.Contracts.Customers.CustomerKey.For(new("c/1")), None);

        Assert.Equal(other + "\n", await File.ReadAllTextAsync(files.PathOf(file), None));
        Assert.Equal(other.Length + 1, files.Find(file.Id)!.Bytes);
    }
}
