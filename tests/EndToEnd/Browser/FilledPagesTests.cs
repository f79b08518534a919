using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>Pages with something on them, for those who see badly and on a narrow screen.</summary>
public sealed class FilledPagesTests(FilledFixture fixture) : IClassFixture<FilledFixture>
{
    [Fact]
    public async Task Documents_OneAfterTheOther_EachShowsItself()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/guardrails");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Guardrails");

        await page.GetByRole(AriaRole.Link, new() { Name = "Settings", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Settings");
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_WithContent_ReadWellInBothWidths(ColorScheme scheme)
    {
        var page = await fixture.PageAsync(scheme);
        await page.OpenAsync("/codes");
        await page.GetByRole(AriaRole.Button, new() { Name = FilledFixture.Pool, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("SPRING-A")).ToBeVisibleAsync();
        var faults = new List<string>(await page.FaultsAsync("/codes"));
        await page.GetByRole(AriaRole.Button, new() { Name = $"Add codes to {FilledFixture.Pool}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        faults.AddRange(await page.FaultsAsync("/codes, adding"));
        await page.Keyboard.PressAsync("Escape");

        foreach (var path in new[] { "/events", "/backtests", "/backtests/new", $"/backtests/{fixture.Backtest}", "/segments", "/segments/loyal", "/templates", "/guardrails", "/settings" })
        {
            await page.GoAsync(path);
            faults.AddRange(await page.FaultsAsync(path));
        }

        // The template comes last: it is new, and leaving it asks first.
        foreach (var path in new[] { $"/policies/{FilledFixture.Draft}", $"/policies/{FilledFixture.Draft}?pane=try", $"/policies/{FilledFixture.Draft}?view=text", "/templates/sorry?name=Sorry&from=0" })
        {
            await page.GoAsync(path);
            await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
            faults.AddRange(await page.FaultsAsync(path));
        }

        PageChecks.None(faults);
    }
}
