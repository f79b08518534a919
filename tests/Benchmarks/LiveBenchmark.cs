using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace CxOrchestrator.Benchmarks;

/// <summary>Milliseconds from the POST of one touchpoint to its customer's row standing in a real browser's board; the baseline is the POST alone.</summary>
internal static class LiveBenchmark
{
    private const int Samples = 60;

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cx-bench-");
        var (process, http) = await BuiltProgram.GatewayAsync(folder.FullName);
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            });
            var page = await browser.NewPageAsync();
            await page.GotoAsync(http.BaseAddress!.ToString());
            await page.Locator("[data-testid=connection-state]").GetByText("live").First.WaitForAsync();
            var (shown, posted) = (new List<double>(), new List<double>());
            for (var i = 0; i < Samples + 5; i++)
            {
                var customer = $"live-{i}";
                var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
                using var body = new StringContent(
                    $$$"""{"id":"t-{{{i}}}","type":"survey.answered","customer":"{{{customer}}}","at":"{{{at}}}","feedback":{"csat":1}}""", Encoding.UTF8, "application/json");
                var watch = Stopwatch.StartNew();
                using var answer = await http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), body);
                answer.EnsureSuccessStatusCode();
                var post = watch.Elapsed.TotalMilliseconds;
                await page.Locator($"[data-testid=board-row][data-customer={customer}]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
                if (i >= 5)
                {
                    posted.Add(post);
                    shown.Add(watch.Elapsed.TotalMilliseconds);
                }
            }

            return new Dictionary<string, double>
            {
                ["samples"] = Samples,
                ["browserMillisecondsP50"] = Figures.Percentile(shown, 0.5),
                ["browserMillisecondsP95"] = Figures.Percentile(shown, 0.95),
                ["postMillisecondsP50"] = Figures.Percentile(posted, 0.5),
                ["postMillisecondsP95"] = Figures.Percentile(posted, 0.95),
            };
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            http.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
