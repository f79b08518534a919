using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>Documents whose home is a folder, in the console.</summary>
public sealed class WatchedFolderTests(WatchedFolderFixture fixture) : IClassFixture<WatchedFolderFixture>
{
    [Fact]
    public async Task Policy_OfAWatchedFolder_IsReadOnlyAndSaysWhereToEdit()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/policies/late-delivery-voucher?view=both&pane=versions");

        var notice = page.GetByRole(AriaRole.Note).Filter(new() { HasText = "Read only" });
        await Assertions.Expect(notice).ToContainTextAsync("Edit its file there");
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).Not.ToBeEditableAsync();
        await Assertions.Expect(page.Locator("#document-text")).Not.ToBeEditableAsync();
        await Assertions.Expect(page.GetByTestId("step-save")).ToBeDisabledAsync();
        await Assertions.Expect(page.GetByTestId("step-retire")).ToBeDisabledAsync();

        // Pausing is not an edit: anybody who may pause can stop it here at once.
        await Assertions.Expect(page.GetByTestId("step-pause")).ToBeEnabledAsync();
    }
}
