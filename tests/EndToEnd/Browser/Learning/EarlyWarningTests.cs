using System.Net.Http.Json;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Learning;

/// <summary>A marketer looks for what announces bad reviews, and makes a draft of it.</summary>
public sealed class EarlyWarningTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const int Orders = 180;
    private static readonly TimeSpan AppliedWithin = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Search_FromNothing_EndsInADraftOfTheJourney()
    {
        await SendAsync();
        var page = await fixture.PageAsync();
        await page.OpenAsync("/warnings");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No searches yet" })).ToBeVisibleAsync();
        var faults = new List<string>(await page.FaultsAsync("/warnings, empty"));

        await page.GetByRole(AriaRole.Link, new() { Name = "New search" }).First.ClickAsync();
        await page.GetByLabel("Touchpoint").FillAsync("review.submitted");
        if (await page.GetByLabel("Field").CountAsync() == 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add condition" }).ClickAsync();
        }

        await page.GetByLabel("Field").FillAsync("csat");
        await page.GetByLabel("Value").FillAsync("2");
        await Assertions.Expect(page.GetByText("review.submitted where csat atMost 2")).ToBeVisibleAsync();
        faults.AddRange(await page.FaultsAsync("/warnings/new"));
        await page.ConfirmAsync("start-warning-search");

        await Assertions.Expect(page.GetByText("100 % of the warnings would have been right")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Precision against days") })).ToBeVisibleAsync();
        faults.AddRange(await page.FaultsAsync("/warnings/{id}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a draft of it" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/journeys/order$"));
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit for approval" })).ToBeEnabledAsync();
        PageChecks.None(faults);
    }

    // A third is shipped after five days, and then reviewed badly ten days later; the others within half a day, and reviewed well.
    private async Task SendAsync()
    {
        var start = TimeProvider.System.GetUtcNow().AddDays(-80);
        var touchpoints = Enumerable.Range(0, Orders).SelectMany(i =>
        {
            var (placed, slow) = (start.AddHours(8 * i), i % 3 == 0);
            var shipped = placed.AddDays(slow ? 5 : 0.5);
            return (object[])
            [
                Touchpoint(i, "order.placed", placed), Touchpoint(i, "order.shipped", shipped), Touchpoint(i, "order.delivered", shipped.AddDays(1)),
                Touchpoint(i, "review.submitted", shipped.AddDays(slow ? 10 : 2), new { csat = slow ? 1 : 5 }),
            ];
        });
        foreach (var batch in touchpoints.Chunk(200))
        {
            using var sent = await fixture.Gateway.Http.PostAsJsonAsync(new Uri("/v1/touchpoints", UriKind.Relative), batch);
            Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        }

        await Waiting.UntilAsync(
            async () => (await fixture.Gateway.Http.GetStringAsync(new Uri("/v1/ledger", UriKind.Relative))).Contains($"\"applied\":{Orders * 4},", StringComparison.Ordinal),
            AppliedWithin,
            () => "the orders to be applied");
    }

    private static object Touchpoint(int order, string type, DateTimeOffset at, object? feedback = null) =>
        new { id = $"{order}-{type}", source = "shop", type, customer = $"buyer-{order}", at, attributes = new { order = $"w-{order}" }, feedback };
}
