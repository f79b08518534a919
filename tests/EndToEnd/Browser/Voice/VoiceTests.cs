using System.Net.Http.Json;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Voice;

/// <summary>What customers say, in the browser.</summary>
public sealed class VoiceTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly TimeSpan AppliedWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Voice_WithRemarks_ReadsWellAndIsFiltered(ColorScheme scheme)
    {
        await SayAsync();
        var page = await fixture.PageAsync(scheme);
        await page.OpenAsync("/voice");
        var late = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^late ") });
        await Assertions.Expect(late).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".quote").First).ToBeVisibleAsync();
        var faults = new List<string>(await page.FaultsAsync("/voice"));

        await late.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("reason=late"));
        await Assertions.Expect(page.Locator(".quote blockquote").First).ToContainTextAsync("late");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Correct what was read") }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        faults.AddRange(await page.FaultsAsync("/voice, correcting"));
        await page.ConfirmAsync("save-correction");
        await Assertions.Expect(page.GetByText("✓ corrected").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Make a policy") }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
        Assert.Contains("reason=late", page.Url, StringComparison.Ordinal);
        PageChecks.None(faults);
    }

    [Fact]
    public async Task Lexicon_Draft_ShowsWhatItChanges()
    {
        await SayAsync();
        var page = await fixture.PageAsync();
        await page.OpenAsync("/lexicon?pane=try");
        await page.GetByTestId("begin").ClickAsync();

        await Assertions.Expect(page.GetByText("would be read differently")).ToBeVisibleAsync();
        PageChecks.None(await page.FaultsAsync("/lexicon"));
    }

    private async Task SayAsync()
    {
        string[] texts = ["My order is late and nobody answers", "The parcel is late again, terrible", "Great service, thank you"];
        for (var i = 0; i < texts.Length; i++)
        {
            using var sent = await fixture.Gateway.Http.PostAsJsonAsync(
                new Uri("/v1/touchpoints", UriKind.Relative),
                new { id = $"said-{i}", type = "review.submitted", customer = $"speaker-{i}", at = TimeProvider.System.GetUtcNow().AddMinutes(-10), source = "shop", channel = "web", feedback = new { text = texts[i], lang = "en" } });
            Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        }

        await Waiting.UntilAsync(
            async () => (await fixture.Gateway.Http.GetStringAsync(new Uri("/v1/voice/quotes", UriKind.Relative))).Contains("Great service", StringComparison.Ordinal),
            AppliedWithin,
            () => "the texts to be applied");
    }
}
