using System.Net.Http.Json;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>Every button that confirms a step in a document's life, on a screen of each width: it can be hit, and does its work.</summary>
public sealed class ConfirmingDocumentsTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static string Text(string id, string says) =>
        $$"""
        kind: policy
        id: {{id}}
        name: About {{id}}
        on: {touchpoint: complaint.made}
        do:
          - message: {channel: email, subject: Sorry, text: "{{says}}"}
          - wait:
              id: answer
              for: 3 days
              until: reply.received
              otherwise:
                - callback: {queue: recovery, reason: No answer}
        """;

    private async Task SaveAsync(string id, string says)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/v1/documents/policy/{id}/draft", UriKind.Relative)) { Content = JsonContent.Create(new { text = Text(id, says) }) };
        using var saved = await fixture.Gateway.Http.SendAsync(request);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
    }

    private static async Task ActAsync(IPage page, string account) => await page.GetByLabel("you act as").SelectOptionAsync(account);

    private static Task StepAsync(IPage page, string step) => page.GetByTestId($"step-{step}").ClickAsync();

    private static Task SaysAsync(IPage page, string words) => Assertions.Expect(page.Locator(".life")).ToContainTextAsync(words);

    // Versions are numbered over all documents.
    private static async Task NewVersionAsync(IPage page, Func<Task> act)
    {
        var version = page.Locator(".life .chip").First;
        var before = await version.InnerTextAsync();
        await act();
        await Assertions.Expect(version).Not.ToHaveTextAsync(before);
        await Assertions.Expect(version).ToContainTextAsync("published · version");
    }

    // As the marketer's submission and the approver's answer.
    private static async Task ApproveAsync(IPage page)
    {
        await ActAsync(page, "owner");
        await StepAsync(page, "submit");
        await ActAsync(page, "approver");
        await StepAsync(page, "approve");
        await page.ConfirmAsync("step-approve");
        await Assertions.Expect(page.GetByTestId("step-publish")).ToBeEnabledAsync();
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Policy_ItsWholeLife(int width)
    {
        var id = $"life-{width}";
        await SaveAsync(id, "first");
        var page = await fixture.PageAsync(width);
        await page.OpenAsync($"/policies/{id}");
        await StepAsync(page, "submit");
        await ActAsync(page, "approver");
        await StepAsync(page, "reject");
        await page.Locator("#step-comment").FillAsync("Say sorry");
        await page.ConfirmAsync("step-reject");
        await Assertions.Expect(page.GetByText("Say sorry")).ToBeVisibleAsync();
        await ApproveAsync(page);
        await StepAsync(page, "publish");
        await SaysAsync(page, "published · version");

        await StepAsync(page, "pause");
        await page.ConfirmAsync("step-pause");
        await SaysAsync(page, "paused");
        await StepAsync(page, "resume");
        await SaysAsync(page, "published · version");

        await SaveAsync(id, "second");
        await page.OpenAsync($"/policies/{id}");
        await ApproveAsync(page);

        // Customers may wait in the version before: it asks first.
        await StepAsync(page, "publish");
        await NewVersionAsync(page, () => page.ConfirmAsync("step-publish"));

        await page.OpenAsync($"/policies/{id}?pane=versions");
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();
        await NewVersionAsync(page, () => page.ConfirmAsync("bring-back"));
        await StepAsync(page, "retire");
        await page.ConfirmAsync("step-retire");
        await SaysAsync(page, "retired");
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Draft_BegunLeftSavedAndDiscarded(int width)
    {
        var id = $"draft-{width}";
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/policies");
        await page.GetByTestId("new").ClickAsync();
        await page.Locator("#new-name").FillAsync($"Draft {width}");
        await page.ConfirmAsync("begin-document");
        await page.WaitForURLAsync($"**/policies/{id}?**");
        await Assertions.Expect(page.GetByTestId("dirty")).ToBeVisibleAsync();

        // There is nothing before what it begins with.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Segments" }).ClickAsync();
        await page.ConfirmAsync("save-and-leave");
        await page.WaitForURLAsync("**/segments");

        await page.GoAsync($"/policies/{id}");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Other words");
        await Assertions.Expect(page.GetByTestId("dirty")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Segments" }).ClickAsync();
        await page.ConfirmAsync("leave");
        await page.WaitForURLAsync("**/segments");

        await page.GoAsync($"/policies/{id}");
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync($"Draft {width}");
        await StepAsync(page, "discard");
        await page.ConfirmAsync("step-discard");
        await page.WaitForURLAsync("**/policies");
        await page.GoAsync($"/policies/{id}");
        await Assertions.Expect(page.GetByText($"There is no policy “{id}”")).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task List_PausesAndResumes(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/policies?search=failed-payment");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "failed-payment" });

        await row.ConfirmAsync("pause-policy");
        await Assertions.Expect(row).ToContainTextAsync("paused");
        await row.ConfirmAsync("resume-policy");
        await Assertions.Expect(row.Locator("[data-confirms='pause-policy']")).ToBeVisibleAsync();
    }
}
