using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>What a build sends to a browser that opens the console, in bytes on the wire.</summary>
public sealed class FirstLoadTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const long FirstBytesMax = 5_000_000;
    private const long AgainBytesMax = 50_000;

    [Fact]
    public async Task Console_FirstVisitAndReload_SendNoMoreThanTheirBounds()
    {
        var page = await fixture.PageAsync();
        var wire = await Wire.OfAsync(page);

        await page.OpenAsync("/ledger");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Ledger");
        var first = wire.Take();
        await page.ReloadAsync(new() { Timeout = PageChecks.LoadMaxMs });
        await page.LoadedAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Ledger");
        var again = wire.Take();

        Assert.True(first.Any(r => r.Url.EndsWith(".wasm", StringComparison.Ordinal)), Largest(first));
        Assert.True(first.Sum(r => r.Bytes) < FirstBytesMax, Largest(first));
        Assert.True(again.Sum(r => r.Bytes) < AgainBytesMax, Largest(again));
    }

    private static string Largest(List<(string Url, long Bytes)> requests) =>
        $"{requests.Sum(r => r.Bytes):N0} bytes in {requests.Count} requests:\n{string.Join('\n', requests.OrderByDescending(r => r.Bytes).Take(12).Select(r => $"{r.Bytes:N0} {r.Url}"))}";

    /// <summary>Bytes that come over the wire with their headers, compressed where they are; what the browser kept counts nothing.</summary>
    private sealed class Wire
    {
        private readonly ConcurrentDictionary<string, (string Url, long Bytes)> _requests = new();

        public static async Task<Wire> OfAsync(IPage page)
        {
            var wire = new Wire();
            var session = await page.Context.NewCDPSessionAsync(page);
            session.Event("Network.requestWillBeSent").OnEvent += (_, e) => wire.Asked(e);
            session.Event("Network.loadingFinished").OnEvent += (_, e) => wire.Came(e);
            await session.SendAsync("Network.enable");
            return wire;
        }

        public List<(string Url, long Bytes)> Take()
        {
            var taken = _requests.Values.ToList();
            _requests.Clear();
            return taken;
        }

        private void Asked(JsonElement? e) => _requests[Id(e)] = (e!.Value.GetProperty("request").GetProperty("url").GetString()!, 0);

        private void Came(JsonElement? e) =>
            _requests.AddOrUpdate(Id(e), _ => ("?", Bytes(e)), (_, request) => request with { Bytes = Bytes(e) });

        private static string Id(JsonElement? e) => e!.Value.GetProperty("requestId").GetString()!;

        private static long Bytes(JsonElement? e) => (long)e!.Value.GetProperty("encodedDataLength").GetDouble();
    }
}
