using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Operations;

public sealed class OperationEndpointTests : IAsyncLifetime
{
    private static readonly string[] LedgerFields = ["received", "applied", "duplicate", "rejected", "waiting"];

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Ledger_AddsUpInAllAndPerSource()
    {
        _host.Store.Ledger = new Ledger
        {
            Sources =
            [
                new LedgerLine { Source = "shop", Received = 10, Applied = 6, Duplicate = 1, Rejected = 1, Conflicting = 0 },
                new LedgerLine { Source = "app", Received = 5, Applied = 5, Duplicate = 0, Rejected = 0, Conflicting = 0 },
            ],
        };
        _host.Store.LogWaiting = 2;
        var (_, json, _) = await _host.GetAsync("/v1/ledger");
        Assert.Equal(
            [15L, 11L, 1L, 1L, 2L],
            LedgerFields.Select(n => json.GetProperty(n).GetInt64()));
        Assert.True(json.GetProperty("balanced").GetBoolean());
        Assert.Equal(2, json.GetProperty("sources")[0].GetProperty("waiting").GetInt64());
    }

    [Theory]
    [InlineData("/v1/status")]
    [InlineData("/v1/clock")]
    [InlineData("/v1/definitions")]
    [InlineData("/v1/definitions/versions")]
    [InlineData("/health/live")]
    public async Task Get_Operations_Answer(string path) => Assert.Equal(200, (await _host.GetAsync(path)).Status);
}
