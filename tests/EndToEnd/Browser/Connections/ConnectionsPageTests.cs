using System.Globalization;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Connections;

/// <summary>A gateway with a mailbox that its connections may reach over SMTP.</summary>
public sealed class ConnectionsFixture : BrowserFixture
{
    public int MailPort { get; } = Ports.Free();

    private protected override Task<GatewayProcess> StartGatewayAsync() => GatewayProcess.NewAsync(arguments: [$"--Mailbox:Port={MailPort}"]);
}

/// <summary>A connection from its form to its first state.</summary>
public sealed class ConnectionsPageTests(ConnectionsFixture fixture) : IClassFixture<ConnectionsFixture>
{
    private static async Task FillAsync(IPage page, string label, string value)
    {
        var input = page.GetByLabel(label, new() { Exact = true });
        await input.FillAsync(value);
        await input.PressAsync("Tab");
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Connection_FilledIn_IsTestedWithItsSecretAndPublished(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync($"/connections/shop-mail-{width}?name=Shop%20mail&from=0&pane=state");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Secrets" })).ToBeVisibleAsync();
        await FillAsync(page, "Host (required)", "localhost");
        await FillAsync(page, "Port", fixture.MailPort.ToString(CultureInfo.InvariantCulture));
        await page.GetByLabel("Security", new() { Exact = true }).SelectOptionAsync("none");

        // What was entered is shown by nobody any more.
        var secret = page.Locator("form:has(#secret-password)");
        await secret.Locator("input").FillAsync("hunter2");
        await secret.ConfirmAsync("replace-secret");
        await page.ToastAsync("never shown again");
        await Assertions.Expect(secret.Locator("input")).ToHaveValueAsync("");
        await Assertions.Expect(secret).ToContainTextAsync("entered by");
        Assert.DoesNotContain("hunter2", await page.ContentAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection-test")).ToContainTextAsync("localhost answers");

        await FillAsync(page, "Host (required)", "mail.invalid");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection-test")).ToContainTextAsync("was entered for another provider or address");
        PageChecks.None(await page.FaultsAsync("a connection"));
    }

    [Fact]
    public async Task List_WithoutConnections_SaysWhatHappensThen()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/connections");
        await Assertions.Expect(page.GetByText("Without one, messages stay in the outbox")).ToBeVisibleAsync();
        PageChecks.None(await page.FaultsAsync("connections"));
    }
}
