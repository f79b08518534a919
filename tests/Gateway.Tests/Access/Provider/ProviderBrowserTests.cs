using System.Diagnostics;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>The way to the provider and back in a browser, which keeps strict cookies back from what another site's page began.</summary>
public sealed class ProviderBrowserTests : ProviderSuite
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task SignIn_InABrowser_ArrivesWithItsSession()
    {
        Assert.SkipWhen(Requires.Chromium() is not null, Requires.Chromium() ?? "");
        Provider.Asks = true;
        await using var host = await StartAsync();

        var page = await OpenInBrowserAsync(new Uri(host.Client.BaseAddress!, "/sign-in/provider?return=%2Fv1%2Fme"));
        Assert.Contains("\"name\":\"mara\"", page, StringComparison.Ordinal);
    }

    /// <summary>What stands in the window after all that pages lead to by themselves.</summary>
    private static async Task<string> OpenInBrowserAsync(Uri address)
    {
        var profile = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var browser = Process.Start(new ProcessStartInfo(
            Requires.ChromiumPath,
            ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile.FullName}", "--virtual-time-budget=20000", "--dump-dom", address.ToString()])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var said = browser.StandardError.ReadToEndAsync(limit.Token);
            var page = await browser.StandardOutput.ReadToEndAsync(limit.Token);
            await browser.WaitForExitAsync(limit.Token);
            await said;
            return page;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The browser did not end within {Patience}.");
        }
        finally
        {
            if (!browser.HasExited)
            {
                browser.Kill(entireProcessTree: true);
                await browser.WaitForExitAsync(CancellationToken.None);
            }

            profile.Delete(recursive: true);
        }
    }
}
