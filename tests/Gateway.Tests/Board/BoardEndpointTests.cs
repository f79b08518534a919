namespace CxOrchestrator.Gateway.Tests.Board;

public sealed class BoardEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task AtRisk_Pages_GiveEveryRowOnceInOrder()
    {
        for (var i = 0; i < 25; i++)
        {
            _host.Store.Put(States.Unhappy($"c{i:00}", felt: -1 + (i * 0.02)), atRisk: true);
        }

        await _host.Loader.LoadAsync(TestContext.Current.CancellationToken);
        var seen = new List<(double Risk, string Customer)>();
        string? next = null;
        do
        {
            var (status, json, _) = await _host.GetAsync("/v1/at-risk?limit=10" + (next is null ? "" : $"&cursor={next}"));
            Assert.Equal(200, status);
            Assert.Equal(25, json.GetProperty("total").GetInt64());
            seen.AddRange(json.GetProperty("items").EnumerateArray().Select(r => (r.GetProperty("risk").GetDouble(), r.GetProperty("customer").GetString()!)));
            next = json.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(25, seen.Select(s => s.Customer).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(s => s.Risk).ThenBy(s => s.Customer, StringComparer.Ordinal), seen);
    }
}
