using System.Net.Http.Json;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>Forms and previews of the editor.</summary>
public sealed class EditorFormTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private async Task<IPage> DraftAsync(string kind, string id, string text, string query = "")
    {
        using var saved = await fixture.Gateway.Http.PutAsJsonAsync(new Uri($"/v1/documents/{kind}/{id}/draft", UriKind.Relative), new { text });
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        var page = await fixture.PageAsync();
        await page.OpenAsync($"{(kind == "policy" ? "/policies" : "/templates")}/{id}{query}");
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
        return page;
    }

    private static async Task<float> TopAsync(ILocator place) => (await place.BoundingBoxAsync())!.Y;

    [Fact]
    public async Task Wait_PlaceToAddAnAction_IsWhereTheActionGoes()
    {
        var page = await DraftAsync("policy", "waits", "kind: policy\nid: waits\nname: Waits\non: lowPointOpened\ndo:\n  - wait: {id: wait-1, for: 3 days, until: reply.received, otherwise: [{callback: {queue: recovery, reason: No answer}}]}\n");
        var actions = page.GetByRole(AriaRole.Group, new() { Name = "Actions", Exact = true });
        var parts = actions.Locator("> .part > .row:first-child > strong");
        var add = page.GetByLabel("Add: Actions", new() { Exact = true });
        await Assertions.Expect(add).ToContainTextAsync("+ add an action before the wait…");
        Assert.True(await TopAsync(add) < await TopAsync(parts.Last));

        await add.SelectOptionAsync("message");

        await Assertions.Expect(parts).ToHaveTextAsync(["✉ Send a message", "⇢ Wait, then check"]);
        Assert.InRange(await TopAsync(add), await TopAsync(parts.First), await TopAsync(parts.Last));
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");

        // Nothing moves past it either.
        await Assertions.Expect(actions.Locator("> .part").Nth(0).GetByRole(AriaRole.Button, new() { Name = "Move down" })).ToHaveCountAsync(0);
        await Assertions.Expect(add.Locator("option[value=wait]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Condition_OnAFieldThatWasSeen_IsListedOnceByItsName()
    {
        await fixture.UnhappyAsync("listed", "Lisa Listed");
        await Waiting.UntilAsync(
            async () => (await fixture.Gateway.Http.GetStringAsync(new Uri("/v1/catalogue", UriKind.Relative))).Contains("lifetimeValue", StringComparison.Ordinal),
            TimeSpan.FromMinutes(1),
            () => "the catalogue to know lifetimeValue");
        var page = await DraftAsync("policy", "listed", "kind: policy\nid: listed\nname: Listed\non: lowPointOpened\ndo:\n  - message: {channel: email, subject: Sorry, text: Sorry}\n");

        await page.GetByRole(AriaRole.Group, new() { Name = "Conditions", Exact = true }).GetByLabel("Field", new() { Exact = true }).Last.SelectOptionAsync("customer.lifetimeValue");

        var field = page.GetByLabel("Field", new() { Exact = true }).First;
        Assert.Equal("lifetime value", await field.EvaluateAsync<string>("select => select.selectedOptions[0].textContent"));
        var values = await field.Locator("option").EvaluateAllAsync<string[]>("options => options.map(o => o.value)");
        Assert.Equal(values.Distinct(), values);
    }

    [Fact]
    public async Task Preview_ImageOfAnotherServer_IsAPlaceholderAndNothingIsAskedFor()
    {
        await fixture.UnhappyAsync("preview", "Pia Preview");
        var page = await DraftAsync(
            "template",
            "pictures",
            "kind: template\nid: pictures\nname: Pictures\nformat: html\nfallback: en\nlanguages:\n  en:\n    subject: Sorry\n    text: |\n      <p>Hello</p><img src=\"https://cdn.example.com/logo.png\" alt=\"Our shop\" width=\"120\"><img src=\"https://t.example.com/o.gif\" width=\"1\" height=\"1\">\n");
        var (asked, refused) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => refused.AddRange(message.Text.Contains("Content Security Policy", StringComparison.Ordinal) ? [message.Text] : []);

        await page.GoAsync("/templates/pictures?pane=try");
        await page.Locator("#try-customer").FillAsync("preview");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pia Preview" }).ClickAsync();

        var letter = page.FrameLocator("iframe.html");
        await Assertions.Expect(letter.GetByRole(AriaRole.Img, new() { Name = "Our shop, image from cdn.example.com" })).ToBeVisibleAsync();
        await Assertions.Expect(letter.Locator("img")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("no-images")).ToBeVisibleAsync();
        Assert.DoesNotContain(asked, a => a.Contains("example.com", StringComparison.Ordinal));
        Assert.Empty(refused);
    }
}
