using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Mailbox;

/// <summary>E-mail that arrives at the gateway is read in the console, and nothing in it runs there.</summary>
public sealed class MailboxPageTests(MailboxFixture fixture) : IClassFixture<MailboxFixture>
{
    private const string Hostile =
        """<h1>Sorry</h1><script>parent.document.title = 'owned'</script><img src="x" onerror="parent.document.title = 'owned'"><a href="javascript:parent.document.title = 'owned'">Go</a>""";

    [Fact]
    public async Task Message_WithScripts_IsShownAndRunsNothing()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/mailbox");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Mailbox", Exact = true })).ToBeVisibleAsync();

        // It comes by itself.
        await fixture.SendMailAsync("A hostile one", Hostile);
        await Assertions.Expect(page.GetByTestId("mail-item").First).ToContainTextAsync("A hostile one");
        await page.Keyboard.PressAsync("j");
        var frame = page.FrameLocator("iframe");
        await Assertions.Expect(frame.GetByRole(AriaRole.Heading, new() { Name = "Sorry" })).ToBeVisibleAsync();
        await frame.GetByText("Go").ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync("Mailbox · CxOrchestrator");
        Assert.Equal("allow-popups allow-popups-to-escape-sandbox", await page.Locator("iframe").GetAttributeAsync("sandbox"));

        foreach (var (tab, text) in new[] { ("Text", "Hello in plain text"), ("Headers", "Message-Id"), ("Source", "onerror") })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(text);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_ListAndMessage_ReadWellInBothWidths(ColorScheme scheme)
    {
        await fixture.SendMailAsync("Your parcel");
        var page = await fixture.PageAsync(scheme);
        await page.OpenAsync("/mailbox");
        await Assertions.Expect(page.GetByTestId("mail-item").First).ToBeVisibleAsync();
        var faults = new List<string>(await page.FaultsAsync("/mailbox"));
        await page.GetByTestId("mail-item").First.ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Headers" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("Message-Id");
        faults.AddRange(await page.FaultsAsync("/mailbox, a message"));
        PageChecks.None(faults);
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Mailbox_Emptied(int width)
    {
        await fixture.SendMailAsync($"At {width}");
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/mailbox");
        await page.GetByRole(AriaRole.Button, new() { Name = "Empty…" }).ClickAsync();
        await page.ConfirmAsync("empty-mailbox");
        await page.ToastAsync("deleted");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No mail yet" })).ToBeVisibleAsync();
    }
}
