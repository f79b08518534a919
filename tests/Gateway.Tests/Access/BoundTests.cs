using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Gateway.Live;

namespace CxOrchestrator.Gateway.Tests.Access;

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
    public async Task Drafts_BeyondTheBound_AreRefusedWithTheCureAndListedWithoutTexts()
    {
        await using var host = await GatewayHost.StartAsync(("Drafts:NumberMax", "2"));
        Assert.Equal(200, (await SaveAsync(host, "a")).Status);
        Assert.Equal(200, (await SaveAsync(host, "b")).Status);

        var (status, problem, _) = await SaveAsync(host, "c");

        Assert.Equal((409, "There are 2 drafts, the most that are kept."), (status, problem.GetProperty("detail").GetString()));
        Assert.EndsWith("drafts-full", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("Discard drafts", problem.GetProperty("cure").GetString(), StringComparison.Ordinal);
        var (_, list, response) = await host.SendAsync(HttpMethod.Get, "/v1/documents");
        Assert.Equal(["Policy a", "Policy b"], list.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("name").GetString()));
        Assert.DoesNotContain("Nobody reads this", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_MoreThanRunAndWait_AreRefusedAtOnce()
    {
        await using var host = await GatewayHost.StartAsync();
        var held = new List<TcpClient>();
        try
        {
            // Bodies that do not end hold their places: some are read, the others wait.
            for (var i = 0; i < RequestLimits.ChecksAtATime + RequestLimits.ChecksWaiting; i++)
            {
                held.Add(await BeginAsync(host.Client.BaseAddress!));
            }

            Assert.Contains("too-many-at-once", await UntilAsync(host, 429), StringComparison.Ordinal);
        }
        finally
        {
            held.ForEach(h => h.Dispose());
        }

        Assert.Contains("problems", await UntilAsync(host, 200), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_SourcesCountedTogether_SaysSoWithTheCure()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Equal("healthy", await SourcesAsync());
        host.Store.Ledger = host.Store.Ledger with { NamedOfMore = 200 };
        await host.Figures.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal("degraded", await SourcesAsync());
        var (_, ledger, _) = await host.SendAsync(HttpMethod.Get, "/v1/ledger");
        Assert.Contains("Raise Ledger:SourcesMax", ledger.GetProperty("sourcesNotice").GetString(), StringComparison.Ordinal);

        async Task<string?> SourcesAsync() => (await host.SendAsync(HttpMethod.Get, "/health/ready")).Json.GetProperty("checks").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "sources").GetProperty("status").GetString();
    }

    private static Task<(int Status, JsonElement Json, HttpResponseMessage Response)> SaveAsync(GatewayHost host, string id) => host.SendAsync(
        HttpMethod.Put, $"/v1/documents/policy/{id}/draft", JsonSerializer.Serialize(new { text = $"kind: policy\nid: {id}\nname: Policy {id}\n# Nobody reads this\n" }));

    private static async Task<TcpClient> BeginAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/definitions/check HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n{{"),
            TestContext.Current.CancellationToken);
        return client;
    }

    // The places are taken, and given back, a moment after the bytes were sent: one that waits for a place asks again.
    private static async Task<string> UntilAsync(GatewayHost host, int status)
    {
        for (var i = 0; i < 100; i++)
        {
            using var within = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            within.CancelAfter(TimeSpan.FromMilliseconds(500));
            using var body = new StringContent("""{"files":{"a.yaml":"kind: settings"}}""", Encoding.UTF8, "application/json");
            try
            {
                using var answer = await host.Client.PostAsync(new Uri("/v1/definitions/check", UriKind.Relative), body, within.Token);
                if ((int)answer.StatusCode == status)
                {
                    return await answer.Content.ReadAsStringAsync(within.Token);
                }
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // It waits for a place.
            }
        }

        throw new TimeoutException($"No check was answered {status}.");
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
