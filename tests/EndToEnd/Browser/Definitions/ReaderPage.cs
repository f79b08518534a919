using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>The browser of somebody who reads an e-mail. What it asks the shop for is answered here: nothing leaves the machine.</summary>
internal sealed class ReaderPage : IAsyncDisposable
{
    // "HeadlessChrome" would be known for a program.
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
    private const string Shop = "https://shop.example/*";

    private readonly IBrowserContext _context;
    private readonly IPage _page;

    private ReaderPage(IBrowserContext context, IPage page) => (_context, _page) = (context, page);

    public static async Task<ReaderPage> NewAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new() { UserAgent = Agent });
        var page = await context.NewPageAsync();

        // A route of the page does not see where a redirect leads.
        var session = await context.NewCDPSessionAsync(page);
        session.Event("Fetch.requestPaused").OnEvent += async (_, paused) => await session.SendAsync("Fetch.fulfillRequest", new()
        {
            ["requestId"] = paused!.Value.GetProperty("requestId").GetString()!,
            ["responseCode"] = 200,
        });
        await session.SendAsync("Fetch.enable", new() { ["patterns"] = new[] { new { urlPattern = Shop } } });
        return new ReaderPage(context, page);
    }

    /// <summary>Follows a link; gives the address where it ends.</summary>
    public async Task<string> FollowAsync(string link)
    {
        await _page.GotoAsync(link);
        return _page.Url;
    }

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
