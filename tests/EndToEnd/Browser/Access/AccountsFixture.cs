using System.Text.RegularExpressions;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Access;

/// <summary>A gateway to which nothing was sent so far, and which wants to know who acts.</summary>
public sealed partial class AccountsFixture : BrowserFixture
{
    internal const string Password = "a password chosen once";

    private static readonly TimeSpan PrintedWithin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _choosing = new(1);
    private bool _chosen;

    private protected override Task<GatewayProcess> StartGatewayAsync() => GatewayProcess.NewAsync(arguments: ["--Access:SignIn=Accounts"]);

    internal async Task SignInAsync(IPage page)
    {
        await ChoosePasswordAsync();
        await page.GetByLabel("Account").FillAsync("owner");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection-state")).ToBeVisibleAsync(new() { Timeout = PageChecks.LoadMaxMs });
    }

    /// <summary>As somebody who reads the first start's output, once.</summary>
    private async Task ChoosePasswordAsync()
    {
        await _choosing.WaitAsync();
        try
        {
            if (_chosen)
            {
                return;
            }

            await Waiting.UntilAsync(() => Task.FromResult(Printed().IsMatch(Gateway.Output)), PrintedWithin, () => $"the owner's link in:\n{Gateway.Output}");
            using var client = new HttpClient();
            using var form = new FormUrlEncodedContent([new("password", Password), new("again", Password)]);
            using var response = await client.PostAsync(new Uri(Printed().Match(Gateway.Output).Groups[1].Value), form);
            _chosen = response.EnsureSuccessStatusCode().IsSuccessStatusCode;
        }
        finally
        {
            _choosing.Release();
        }
    }

    [GeneratedRegex(@"choose the password of owner: (\S+)")]
    private static partial Regex Printed();
}
