using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>A form from its editor to the customer's answer in the timeline.</summary>
public sealed class FormTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Form = "order-feedback";

    [Fact]
    public async Task Form_LinkFromTheConsole_IsAnsweredOnceAndShown()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync($"/forms/{Form}?pane=try");
        var preview = page.FrameLocator("iframe[title='Preview of the form']");
        await Assertions.Expect(preview.GetByRole(AriaRole.Heading, new() { Name = "How was your order?" })).ToBeVisibleAsync();
        PageChecks.None(await page.FaultsAsync("a form with its preview"));

        await page.GoAsync($"/forms/{Form}?pane=state");
        await page.GetByLabel("Customer", new() { Exact = true }).FillAsync("form-1");
        await page.GetByLabel("order", new() { Exact = true }).FillAsync("4711");
        await page.ConfirmAsync("form-link");
        var address = await page.GetByTestId("form-link").InputValueAsync();
        PageChecks.None(await page.FaultsAsync("a link to a form"));

        var hosted = await fixture.PageAsync();
        await hosted.GotoAsync($"{address}?score=2");
        await Assertions.Expect(hosted.GetByRole(AriaRole.Radio, new() { Name = "2", Exact = true })).ToBeCheckedAsync();
        PageChecks.None(await hosted.FaultsAsync("a hosted form"));
        await hosted.GetByRole(AriaRole.Radio, new() { Name = "2", Exact = true }).FocusAsync();
        await hosted.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(hosted.GetByRole(AriaRole.Radio, new() { Name = "3", Exact = true })).ToBeCheckedAsync();
        await hosted.GetByLabel("What could we do better?").FillAsync("A smaller box");
        await hosted.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(hosted.GetByRole(AriaRole.Heading, new() { Name = "Thank you" })).ToBeVisibleAsync();
        PageChecks.None(await hosted.FaultsAsync("thanks of a form"));
        await hosted.GotoAsync(address);
        await Assertions.Expect(hosted.GetByRole(AriaRole.Heading, new() { Name = "You have answered already" })).ToBeVisibleAsync();

        await Waiting.UntilAsync(
            async () =>
            {
                using var answer = await fixture.Gateway.Http.GetAsync(new Uri("/v1/customers/form-1/timeline", UriKind.Relative));
                return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()) is var text && text.Contains("A smaller box", StringComparison.Ordinal) && text.Contains("\"csat\":3", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(60),
            () => "the answer to be in the timeline");
        var ledger = await fixture.Gateway.Http.GetFromJsonAsync<JsonElement>(new Uri("/v1/ledger", UriKind.Relative));
        Assert.Contains("cx.forms.order-feedback", ledger.ToString(), StringComparison.Ordinal);
    }
}
