using System.Net.Http.Json;
using System.Text;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Sources;

/// <summary>A gateway that may ask itself, as if it were the system whose events are enriched.</summary>
public sealed class SourceDeadLettersFixture : BrowserFixture
{
    private readonly Uri _address = ProductProcess.FreeAddress();

    private protected override Task<GatewayProcess> StartGatewayAsync() => GatewayProcess.NewAsync(_address, arguments: [$"--Channels:LoopbackPorts:0={_address.Port}"]);
}

/// <summary>Deliveries that could not be enriched, on the page of their connection.</summary>
public sealed class SourceDeadLettersTests(SourceDeadLettersFixture fixture) : IClassFixture<SourceDeadLettersFixture>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task DeadLetter_Shown_IsRemovedOnceThatIsConfirmed(int width)
    {
        var page = await fixture.PageAsync(width);
        var id = $"forms-{width}";
        await fixture.PublishAsync(
            ("forms.yaml",
                $$$"""
                kind: source
                id: forms
                name: Forms
                secrets: [{name: key, label: Key}]
                webhook:
                  verify: {shared: {secret: key, value: query.key} }
                enrich:
                  url: "{{{fixture.Gateway.Address}}}v1/at-risk?limit={{ values.answer }}"
                  values: {answer: event.answer}
                events: body
                type: "'answered'"
                eventId: event.answer
                customer: event.who
                touchpoints:
                  answered: {as: survey.answered, feedback: {text: enriched.text} }
                """),
            ($"{id}.yaml", $"kind: connection\nid: {id}\nname: Forms {width}\nsource: forms\n"));
        using (var kept = await fixture.Gateway.Http.PutAsJsonAsync(new Uri($"/v1/sources/{id}/secrets/key", UriKind.Relative), new { value = "made-up" }))
        {
            Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync());
        }

        using (var delivery = new StringContent("""{"answer":"none","who":"ann"}""", Encoding.UTF8, "application/json"))
        using (var taken = await fixture.Gateway.Http.PostAsync(new Uri($"/v1/sources/{id}/events?key=made-up", UriKind.Relative), delivery))
        {
            Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
        }

        await Waiting.UntilAsync(
            async () => (await fixture.Gateway.Http.GetStringAsync(new Uri($"/v1/sources/{id}", UriKind.Relative))).Contains("\"deadLetters\":1", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60),
            () => "the dead letter");

        await page.OpenAsync($"/connections/{id}?pane=state");
        var letters = page.GetByTestId("source-dead-letters");
        await Assertions.Expect(letters).ToContainTextAsync("answered 400 Bad Request");
        await letters.Locator("summary").ClickAsync();
        await Assertions.Expect(letters).ToContainTextAsync("\"answer\": \"none\"");
        await Assertions.Expect(letters).ToContainTextAsync("\"type\": \"survey.answered\"");
        PageChecks.None(await page.FaultsAsync("a source with a dead letter"));

        await letters.GetByRole(AriaRole.Button, new() { Name = "Remove…" }).ClickAsync();
        PageChecks.None(await page.FaultsAsync("removing a dead letter"));
        await page.ConfirmAsync("remove-source-letter");

        await page.ToastAsync("It is removed.");
        await Assertions.Expect(letters).ToHaveCountAsync(0);
    }
}
