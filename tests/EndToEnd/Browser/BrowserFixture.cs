using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>A gateway with the retail pack, and Chromium to look at it.</summary>
public class BrowserFixture : IAsyncLifetime
{
    private const int WidthPx = 1440;
    private const int HeightPx = 900;
    private static readonly TimeSpan AppliedWithin = TimeSpan.FromMinutes(2);

    private GatewayProcess? _gateway;
    private IBrowserContext? _context;
    private IPage? _page;
    private ColorScheme? _shared;
    private int _sent;

    internal GatewayProcess Gateway => _gateway!;

    public virtual async ValueTask InitializeAsync()
    {
        if (Requires.Chromium() is not null)
        {
            return;
        }

        _gateway = await StartGatewayAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.CloseAsync();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected virtual Task<GatewayProcess> StartGatewayAsync() => GatewayProcess.NewAsync();

    /// <summary>
    /// The page that the test before left, where that shared it and passed, else a new one: the console need not be loaded again. For tests that
    /// leave nothing behind but what a look at another page takes away. Skips the test where the machine has no Chromium.
    /// </summary>
    internal async Task<IPage> SharedPageAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var page = _shared == scheme && _page is { IsClosed: false } left ? left : await PageAsync(scheme);
        await page.SetViewportSizeAsync(WidthPx, HeightPx);

        // Rows rest under a pointer, also under one that was left there.
        await page.Mouse.MoveAsync(0, 0);
        _shared = scheme;
        return page;
    }

    /// <summary>Says how the test ended that had the page.</summary>
    internal void Ended(TestResultState? state)
    {
        if (state?.Result != TestResult.Passed)
        {
            _shared = null;
        }
    }

    /// <summary>A new page in a context of its own; skips the test where the machine has no Chromium.</summary>
    internal async Task<IPage> PageAsync(ColorScheme scheme = ColorScheme.Light)
    {
        if (Requires.Chromium() is { } reason)
        {
            Assert.Skip(reason);
        }

        // The page of the test before goes on living otherwise, with a clock and a connection of its own.
        _shared = null;
        if (_context is not null)
        {
            await _context.CloseAsync();
        }

        _context = await (await WarmBrowser.GetAsync()).NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Gateway.Address.ToString(),
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = WidthPx, Height = HeightPx },
        });
        _context.SetDefaultTimeout(60_000);
        return _page = await _context.NewPageAsync();
    }

    /// <summary>Makes documents, by file name, the whole set.</summary>
    internal async Task PublishAsync(params IEnumerable<(string File, string Text)> files)
    {
        using var answer = await Gateway.Http.PostAsJsonAsync(
            new Uri("/v1/definitions/publish", UriKind.Relative), new { files = files.ToDictionary(f => f.File, f => f.Text) });
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode && said.Contains("\"problems\":[]", StringComparison.Ordinal), said);
    }

    /// <summary>Adds codes to a pool of offer codes.</summary>
    internal async Task AddCodesAsync(string pool, params string[] codes)
    {
        using var answer = await Gateway.Http.PostAsJsonAsync(new Uri($"/v1/code-pools/{pool}/codes", UriKind.Relative), new { codes });
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Sends one touchpoint, happening now.</summary>
    internal async Task SendAsync(string customer, string type, string rest = "")
    {
        var id = Interlocked.Increment(ref _sent);
        var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        using var body = new StringContent(
            $$"""{"id":"e2e-{{id}}","type":"{{type}}","customer":"{{customer}}","at":"{{at}}","source":"e2e","channel":"web"{{(rest.Length > 0 ? "," + rest : "")}}}""",
            Encoding.UTF8,
            "application/json");
        using var answer = await Gateway.Http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), body);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>A customer whose low point just opened; stored when this returns, since taken is not applied yet.</summary>
    internal async Task UnhappyAsync(string customer, string name)
    {
        await SendAsync(customer, "customer.updated", $$$"""
            "attributes":{"name":"{{{name}}}","segment":"gold","lifetimeValue":1200,"currency":"EUR","timeZone":"Europe/Lisbon","consent":{"email":true,"phone":true}}
            """);
        await SendAsync(customer, "order.placed", $$"""
            "attributes":{"order":"o-{{customer}}","expectedBy":"2099-01-01"},"value":{"amount":120,"currency":"EUR"}
            """);
        await SendAsync(customer, "review.submitted", $$"""
            "attributes":{"order":"o-{{customer}}"},"feedback":{"csat":1,"text":"Never again"}
            """);
        await Waiting.UntilAsync(
            async () =>
            {
                using var timeline = await Gateway.Http.GetAsync(new Uri($"/v1/customers/{customer}/timeline", UriKind.Relative));
                return (await timeline.Content.ReadAsStringAsync()).Contains("review.submitted", StringComparison.Ordinal);
            },
            AppliedWithin,
            () => $"the review of {customer} to be applied");
    }
}
