using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Gateway.Hubs;

namespace CxOrchestrator.Gateway.Tests.AccessControl;

/// <summary>What one account, or a crash, cannot use up.</summary>
public sealed class BoundTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-bounds-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Connections_OfOneAccount_AreBoundedAndLeaveRoomForOthers()
    {
        await using var host = await GatewayHost.StartAsync(("Gateway:ConnectionsPerAccountMax", "2"));
        var connections = host.Get<LiveConnections>();
        Assert.NotNull(connections.Open("1", "ann"));
        var second = connections.Open("2", "ann");
        Assert.NotNull(second);
        Assert.Null(connections.Open("3", "ann"));
        Assert.NotNull(connections.Open("4", "ben"));
        connections.Close(second);
        Assert.NotNull(connections.Open("5", "ann"));
    }

    [Fact]
    public void Folder_LeftByACrash_IsRemovedAndOneInUseIsNot()
    {
        using var mine = UploadFolder.Make(_folder.FullName);
        var left = _folder.CreateSubdirectory("cx-backtest-left");
        File.WriteAllText(Path.Combine(left.FullName, "in-use"), "");
        File.WriteAllText(Path.Combine(left.FullName, "a.jsonl"), "personal");
        UploadFolder.RemoveLeft(_folder.FullName);
        Assert.False(Directory.Exists(left.FullName));
        Assert.True(Directory.Exists(mine.Path));
    }

    [Fact]
    public async Task Uploads_MoreThanMayBeUnderWay_AreRefused()
    {
        await using var host = await GatewayHost.StartAsync(("Backtest:UploadsMax", "1"));
        Assert.True(host.Get<BacktestFiles>().TryBegin());
        Assert.Equal(429, (await host.SendAsync(HttpMethod.Post, "/v1/backtest-files", "{}", "application/x-ndjson")).Status);
        host.Get<BacktestFiles>().End();
        Assert.Equal(201, (await host.SendAsync(HttpMethod.Post, "/v1/backtest-files", "{}", "application/x-ndjson")).Status);
        Assert.Equal(201, (await host.SendAsync(HttpMethod.Post, "/v1/backtest-files", "{}", "application/x-ndjson")).Status);
    }
}
