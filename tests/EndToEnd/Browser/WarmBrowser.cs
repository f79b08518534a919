using CxOrchestrator.EndToEnd.Browser;
using CxOrchestrator.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(WarmBrowser))]

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>One Chromium for all tests, started by the first that looks at a page. What tests see of it is theirs: a context each.</summary>
public sealed class WarmBrowser : IAsyncDisposable
{
    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Started = new(StartAsync);

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated)
        {
            var (playwright, browser) = await Started.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    internal static async Task<IBrowser> GetAsync() => (await Started.Value).Browser;

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();

        // The machine does other things as well.
        Assertions.SetDefaultExpectTimeout(60_000);
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Requires.ChromiumPath,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }
}
