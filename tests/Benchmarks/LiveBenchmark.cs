using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace CxOrchestrator.Benchmarks;

/// <summary>Milliseconds from the POST of one touchpoint to its customer's row standing in a real browser's board; the baseline is the POST alone.</summary>
internal static class LiveBenchmark
{
    private const int Samples = 60;
    private const int WarmUp = 5;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(1100);

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

            // Newest first: the board draws only the rows in view, and all of these have the same risk.
            await page.GotoAsync(new Uri(http.BaseAddress!, "/?sort=-since").ToString());
            await page.Locator("[data-testid=connection-state]").GetByText("live").First.WaitForAsync();
            var (added, changed, posted) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = -WarmUp; i < Samples; i++)
            {
                // The order of rows settles once a second; touchpoints come at any moment of it.
                await Task.Delay(Between + TimeSpan.FromMilliseconds(i * 37 % 400), TimeProvider.System);
                var row = page.Locator($"[data-testid=board-row][data-customer=live-{i}]");
                var (post, seen) = await MeasureAsync(http, i, "bad", row);
                await Task.Delay(Between + TimeSpan.FromMilliseconds(i * 53 % 400), TimeProvider.System);
                var mood = row.Locator(".c-mood span");
                var (again, moved) = await MeasureAsync(http, i, "worse", mood.Filter(new() { HasNotText = await mood.InnerTextAsync() }));
                if (i >= 0)
                {
                    added.Add(seen);
                    changed.Add(moved);
                    posted.AddRange([post, again]);
                }
            }

            return new Dictionary<string, double>
            {
                ["samples"] = Samples,
                ["newRowMillisecondsP50"] = Figures.Percentile(added, 0.5),
                ["newRowMillisecondsP95"] = Figures.Percentile(added, 0.95),
                ["changedRowMillisecondsP50"] = Figures.Percentile(changed, 0.5),
                ["changedRowMillisecondsP95"] = Figures.Percentile(changed, 0.95),
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

    // Until the POST is answered, and until the row is there.
    private static async Task<(double Post, double Seen)> MeasureAsync(HttpClient http, int number, string id, ILocator row)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        using var body = new StringContent(
            $$$"""{"id":"{{{number}}}-{{{id}}}","type":"survey.answered","customer":"live-{{{number}}}","at":"{{{at}}}","feedback":{"csat":1}}""", Encoding.UTF8, "application/json");
        var watch = Stopwatch.StartNew();
        using var answer = await http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        var post = watch.Elapsed.TotalMilliseconds;
        await row.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return (post, watch.Elapsed.TotalMilliseconds);
    }
}
