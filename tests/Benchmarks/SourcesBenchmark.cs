using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api.Operations;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// Signed deliveries of a shop, one order each, over HTTP until their touchpoints are durable, with gateway and sender on the same machine; against the
/// same orders sent as touchpoints, one a request.
/// </summary>
internal static class SourcesBenchmark
{
    private const int Warm = 10_000;
    private const int Deliveries = 60_000;
    private const int Customers = 20_000;
    private const int Senders = 128;
    private const string Secret = "a secret of the shop's webhooks";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cx-bench-");
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("definitions").FullName, "shop.yaml"), "kind: connection\nid: shop\nname: Shop\nsource: shopify\n");
        var (process, http) = await BuiltProgram.GatewayAsync(Path.Combine(folder.FullName, "data"), $"--definitions \"{folder.FullName}/definitions\"");
        try
        {
            using (var set = await http.PutAsJsonAsync(new Uri("/v1/sources/shop/secrets/secret", UriKind.Relative), new { value = Secret }))
            {
                set.EnsureSuccessStatusCode();
            }

            await RateAsync(http, Warm, i => Delivery(i));
            await RateAsync(http, Warm, i => Touchpoint(i));
            var delivered = await RateAsync(http, Deliveries, i => Delivery(Warm + i));
            await AppliedAsync(http, (2 * Warm) + Deliveries);
            var sent = await RateAsync(http, Deliveries, i => Touchpoint(Warm + i));
            await AppliedAsync(http, 2 * (Warm + Deliveries));
            return new Dictionary<string, double>
            {
                ["deliveries"] = Deliveries,
                ["senders"] = Senders,
                ["deliveriesPerSecond"] = delivered.PerSecond,
                ["deliveryP50Milliseconds"] = Figures.Percentile(delivered.Milliseconds, 0.5),
                ["deliveryP99Milliseconds"] = Figures.Percentile(delivered.Milliseconds, 0.99),
                ["touchpointsPerSecond"] = sent.PerSecond,
                ["touchpointP99Milliseconds"] = Figures.Percentile(sent.Milliseconds, 0.99),
                ["againstTouchpoints"] = delivered.PerSecond / sent.PerSecond,
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

    private static async Task<(double PerSecond, double[] Milliseconds)> RateAsync(HttpClient http, int count, Func<int, HttpRequestMessage> make)
    {
        // Signed before the clock runs: that is the other system's work.
        var requests = Enumerable.Range(0, count).Select(make).ToArray();
        var times = new double[count];
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                using var request = requests[i];
                var started = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request);
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                answer.EnsureSuccessStatusCode();
            }
        })));
        return (count / watch.Elapsed.TotalSeconds, times);
    }

    private static async Task AppliedAsync(HttpClient http, long total)
    {
        while (JsonSerializer.Deserialize<LedgerView>(await http.GetStringAsync(new Uri("/v1/ledger", UriKind.Relative)), Web)!.Applied < total)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static HttpRequestMessage Delivery(int number)
    {
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"id":{{{1_000_000 + number}}},"order_number":{{{number}}},"name":"#{{{number}}}","email":"customer{{{number % Customers}}}@shop.test","created_at":"{{{Start.AddSeconds(number):yyyy-MM-ddTHH:mm:ssZ}}}","source_name":"web",
            "customer":{"id":{{{500_000 + (number % Customers)}}}},"line_items":[{"title":"Cup","quantity":2,"price":"4.90"},{"title":"Tea","quantity":1,"price":"10.10"}],"current_total_price":"19.90","currency":"EUR"}
            """));
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sources/shop/events") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Shopify-Topic", "orders/create");
        request.Headers.Add("X-Shopify-Webhook-Id", string.Create(CultureInfo.InvariantCulture, $"d-{number}"));
        request.Headers.Add("X-Shopify-Hmac-SHA256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        return request;
    }

    private static HttpRequestMessage Touchpoint(int number) => new(HttpMethod.Post, "/v1/touchpoints")
    {
        Content = JsonContent.Create(new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"t-{number}"),
            type = "order.placed",
            at = Start.AddSeconds(number),
            source = "orders",
            channel = "web",
            identities = new { shopify = string.Create(CultureInfo.InvariantCulture, $"{500_000 + (number % Customers)}"), email = string.Create(CultureInfo.InvariantCulture, $"customer{number % Customers}@shop.test") },
            attributes = new { order = string.Create(CultureInfo.InvariantCulture, $"{1_000_000 + number}"), products = (string[])["Cup", "Tea"] },
            value = new { amount = 19.90, currency = "EUR" },
        }),
    };
}
