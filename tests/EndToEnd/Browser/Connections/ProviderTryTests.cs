using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Connections;

/// <summary>A provider document that is tried while it is written: its request, recorded answers, and a recorded webhook.</summary>
public sealed class ProviderTryTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Document = """
        kind: provider
        id: courier
        name: Courier
        channels: [sms, whatsapp]
        settings:
          - {name: from, label: Sender, required: true}
        secrets:
          - {name: apiKey, label: API key}
        send:
          url: https://api.courier.example/v2/messages
          auth: {bearer: apiKey}
          json:
            from: "{{ settings.from }}"
            to: "{{ message.to }}"
            channel: "{{ message.channel }}"
            text: "{{ message.text }}"
        answer:
          accepted: status == `202`
          id: body.id
          addressFault: body.code == 'unknown_number'
          text: body.message
        webhook:
          verify: {shared: {value: headers.x, secret: apiKey}}
          events: body.events
          at: at
          type: type
          message: id
          address: to
          permanent: code == `1`
          steps: {delivered: delivered, undeliverable: bounced}
        """;

    private const string Webhook = """
        {"events": [
          {"type": "delivered", "id": "m-1", "to": "+4915112345678", "at": "2026-11-30T07:59:00Z"},
          {"type": "undeliverable", "id": "m-2", "to": "+4915112345679", "code": 1, "at": "2026-11-30T08:00:00Z"},
          {"type": "queued", "id": "m-3"}]}
        """;

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Try_TextThatIsWritten_ShowsItsRequestAndWhatRecordingsMean(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync($"/providers/courier?name=Courier&from=0&pane=try");
        await page.Locator(".text-area").FillAsync(Document);

        var request = page.GetByTestId("try-request");
        await Assertions.Expect(request).ToContainTextAsync("POST https://api.courier.example/v2/messages");
        await Assertions.Expect(request).ToContainTextAsync("Bearer •••");
        await page.GetByText("Message and settings").ClickAsync();
        await page.GetByLabel("Sender (required)").FillAsync("Shop");
        await page.GetByLabel("Channel", new() { Exact = true }).SelectOptionAsync("whatsapp");
        await Assertions.Expect(request).ToContainTextAsync("\"from\": \"Shop\"");
        await Assertions.Expect(request).ToContainTextAsync("\"channel\": \"whatsapp\"");

        var answer = page.GetByLabel("Recorded answer");
        var meaning = page.GetByTestId("try-answer-meaning");
        await answer.FillAsync("HTTP/1.1 202 Accepted\n\n{\"id\": \"m-1\"}");
        await Assertions.Expect(meaning).ToContainTextAsync("Accepted, with the id m-1.");
        await answer.FillAsync("HTTP/1.1 400 Bad Request\n\n{\"code\": \"unknown_number\", \"message\": \"No such number\"}");
        await Assertions.Expect(meaning).ToContainTextAsync("Dead: nobody is at the address. The customer's channel is closed.");
        await Assertions.Expect(meaning).ToContainTextAsync("400 Bad Request: No such number");

        await page.GetByLabel("Recorded webhook").FillAsync(Webhook);
        var reports = page.GetByTestId("try-reports");
        await Assertions.Expect(reports).ToContainTextAsync("✕ bounced");
        await Assertions.Expect(reports).ToContainTextAsync("for good: closes the channel");
        await Assertions.Expect(reports).ToContainTextAsync("Skipped 1 event without a step: queued.");
        PageChecks.None(await page.FaultsAsync("a provider that is tried"));

        // What was pasted is there after the pane was closed; an error in the text is said in its place.
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Recorded webhook")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("undeliverable"));
        await page.Locator(".text-area").FillAsync(Document.Replace("body.events", "bdy.events", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("Fix the text first")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[aria-labelledby=provider-try]")).ToContainTextAsync("did you mean 'body'?");
    }
}
