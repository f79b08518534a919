using System.Globalization;
using System.Net;
using System.Text;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Publishing;

/// <summary>Pings of some customers over a gateway, a batch after the other. Each customer has a source of its own, by which a silo's figures tell whom it has.</summary>
internal sealed class PingStream(HttpClient gateway, int customers)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>Touchpoints that were acknowledged.</summary>
    public int Sent { get; private set; }

    public static string Customer(int index) => $"c-{index:000}";

    /// <summary>One ping of each customer.</summary>
    public async Task SendAsync()
    {
        var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var body = new StringBuilder("[").AppendJoin(',', Enumerable.Range(0, customers).Select(i =>
            $$"""{"id":"t-{{Sent + i}}","type":"ping","customer":"{{Customer(i)}}","at":"{{at}}","source":"{{Source(i)}}"}""")).Append(']');
        using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");
        using var answer = await gateway.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Sent += customers;
    }

    /// <summary>Sends until it is to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await SendAsync();
            await Task.Delay(Between, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Customers of whom the silo applied a touchpoint, as its figures say.</summary>
    public async Task<HashSet<string>> OfSiloAsync(ProductProcess silo)
    {
        var figures = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var applied = figures.Split('\n').Where(line => line.StartsWith("cx_touchpoints_applied", StringComparison.Ordinal)).ToList();
        return [.. Enumerable.Range(0, customers).Where(i => applied.Exists(line => line.Contains($"source=\"{Source(i)}\"", StringComparison.Ordinal))).Select(Customer)];
    }

    private static string Source(int index) => $"s-{index:000}";
}
