using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Sources;

/// <summary>A shop that is connected in the console: its signed delivery is mapped, becomes a journey, and is shown.</summary>
public sealed class ConnectTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Order = """{"id":7001,"order_number":1,"name":"#7001","customer":{"id":4242},"line_items":[{"title":"Cup","quantity":1}],"current_total_price":"9.90","currency":"EUR"}""";

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Connect_Shopify_DeliversAndShowsWhatItBecame(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/sources");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a system" }).ClickAsync();
        await page.GetByLabel("System", new() { Exact = true }).SelectOptionAsync("shopify");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Shop {width}");
        await Assertions.Expect(page.GetByLabel("Id", new() { Exact = true })).ToHaveValueAsync($"shop-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make one up" }).ClickAsync();
        var secret = await page.GetByTestId("made-secret").InnerTextAsync();
        await page.ConfirmAsync("connect");
        await page.ToastAsync("is a draft");
        await PublishAsync($"shop-{width}");

        Assert.Equal(200, await DeliverAsync($"shop-{width}", secret));
        Assert.Equal(401, await DeliverAsync($"shop-{width}", "another"));

        await page.OpenAsync($"/connections/shop-{width}?pane=state");
        await Assertions.Expect(page.GetByText("Where Shopify delivers to")).ToBeVisibleAsync();
        var deliveries = page.GetByTestId("source-deliveries");
        await Waiting.UntilAsync(
            async () =>
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
                return await deliveries.CountAsync() > 0 && await deliveries.InnerTextAsync() is var shown && shown.Contains("orders/create", StringComparison.Ordinal) && shown.Contains("401", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(30),
            () => "the deliveries to be shown");
        await deliveries.GetByText("orders/create").First.ClickAsync();
        await Assertions.Expect(deliveries).ToContainTextAsync("\"type\": \"order.placed\"");
        await Assertions.Expect(deliveries).ToContainTextAsync("\"current_total_price\": \"9.90\"");
        await Assertions.Expect(page.Locator("body")).Not.ToContainTextAsync(secret);
        PageChecks.None(await page.FaultsAsync("a connected shop"));

        await page.GetByTestId("source-payload").FillAsync($$"""{"headers": {"x-shopify-topic": "orders/create"}, "body": {{Order}}}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("source-tried")).ToContainTextAsync("What would come of it");
        using var customer = await fixture.Gateway.Http.GetAsync(new Uri("/v1/customers/shopify:4242", UriKind.Relative));
        Assert.Contains("\"journey\":\"order\"", await customer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ImportAsync(page, $"orders-{width}");
    }

    private static async Task ImportAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Import a file" }).ClickAsync();
        await page.Locator(".upload-file").SetInputFilesAsync(new FilePayload { Name = $"{name}.jsonl", MimeType = "application/x-ndjson", Buffer = Encoding.UTF8.GetBytes($"{Order}\n{{\n") });
        var preview = page.GetByTestId("file-preview");
        await Assertions.Expect(preview).ToContainTextAsync("order_number");
        await Assertions.Expect(preview).ToContainTextAsync("Row 2: The line is not JSON");
        await preview.GetByText("write a source document for this file").ClickAsync();
        await page.ConfirmAsync("save-proposal");
        await Assertions.Expect(preview).ToContainTextAsync("Saved as a draft");
        PageChecks.None(await page.FaultsAsync("the preview of a file"));
        await page.ConfirmAsync("import-file");
        await page.ToastAsync("is imported in the background");
        await Assertions.Expect(page.GetByTestId("file-imports")).ToContainTextAsync("done", new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByTestId("file-imports")).ToContainTextAsync("2 rows");
    }

    private async Task PublishAsync(string id)
    {
        var revision = (await ReadAsync($"/v1/documents/connection/{id}", "marketer")).GetProperty("document").GetProperty("draft").GetProperty("revision").GetInt64();
        foreach (var (step, account) in ((string, string)[])[("submit", "marketer"), ("approve", "approver"), ("publish", "marketer")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/documents/connection/{id}/{step}") { Content = JsonContent.Create(new { }) };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{revision}\"");
            using var http = await SignedInAsync(account);
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            var draft = JsonDocument.Parse(text).RootElement.GetProperty("document").GetProperty("draft");
            revision = draft.ValueKind == JsonValueKind.Null ? revision : draft.GetProperty("revision").GetInt64();
        }
    }

    private async Task<JsonElement> ReadAsync(string path, string account)
    {
        using var http = await SignedInAsync(account);
        return await http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
    }

    private async Task<HttpClient> SignedInAsync(string account)
    {
        var http = new HttpClient(new HttpClientHandler { UseCookies = true }) { BaseAddress = fixture.Gateway.Http.BaseAddress };
        using var answer = await http.PostAsJsonAsync(new Uri("/v1/me/switch", UriKind.Relative), new { account });
        Assert.True(answer.IsSuccessStatusCode);
        return http;
    }

    private async Task<int> DeliverAsync(string id, string secret)
    {
        var body = Encoding.UTF8.GetBytes(Order);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/sources/{id}/events") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Shopify-Topic", "orders/create");
        request.Headers.Add("X-Shopify-Webhook-Id", "first");
        request.Headers.Add("X-Shopify-Hmac-SHA256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        using var answer = await fixture.Gateway.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
