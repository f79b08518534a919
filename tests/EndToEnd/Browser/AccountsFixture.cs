using System.Text.RegularExpressions;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>A gateway to which nothing was sent so far, and which wants to know who acts.</summary>
public sealed partial class AccountsFixture : BrowserFixture
{
    private static readonly TimeSpan PrintedWithin = TimeSpan.FromMinutes(1);

    private protected override Task<GatewayProcess> StartGatewayAsync() => GatewayProcess.NewAsync(arguments: ["--Access:SignIn=Accounts"]);

    /// <summary>As somebody who reads the first start's output.</summary>
    internal async Task SignInAsync(IPage page)
    {
        await Waiting.UntilAsync(() => Task.FromResult(Printed().IsMatch(Gateway.Output)), PrintedWithin, () => $"the owner's password in:\n{Gateway.Output}");
        await page.GetByLabel("Account").FillAsync("owner");
        await page.GetByLabel("Password").FillAsync(Printed().Match(Gateway.Output).Groups[1].Value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection-state")).ToBeVisibleAsync(new() { Timeout = PageChecks.LoadMaxMs });
    }

    [GeneratedRegex(@"Sign in as owner with the password (\S+)")]
    private static partial Regex Printed();
}
