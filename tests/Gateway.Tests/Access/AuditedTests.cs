using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>What people did is in the trail, and what failed is not.</summary>
public sealed class AuditedTests
{
    private static async Task<string[]> TrailAsync(GatewayHost host) =>
    [
        .. (await host.GetAsync("/v1/audit")).Json.GetProperty("items").EnumerateArray().Select(e => $"{e.GetProperty("by")} {e.GetProperty("action")} {e.GetProperty("kind")} {e.GetProperty("id")}").Reverse(),
    ];

    private static async Task<GatewayHost> StartAsync(string account)
    {
        var host = await GatewayHost.StartAsync();
        await host.SendAsync(HttpMethod.Post, "/v1/me/switch", $$"""{"account":"{{account}}"}""");
        return host;
    }

    [Fact]
    public async Task Cases_ClaimedAndCompleted_AreRecordedAndARefusedClaimIsNot()
    {
        await using var host = await StartAsync("operator");
        host.Operators.Cases["k1"] = States.Case("k1");
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/cases/k1/claim", """{"by":"x"}""")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/cases/k1/complete", """{"by":"x","disposition":"resolved"}""")).Status);
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Post, "/v1/cases/k2/claim", """{"by":"x"}""")).Status);
        Assert.Equal(["operator caseClaimed case k1", "operator caseCompleted case k1"], (await TrailAsync(host)).Where(e => e.Contains(" case ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Case_ThatSomebodyElseClaimed_IsReleasedByASupervisorOnly()
    {
        await using var host = await StartAsync("operator");
        host.Operators.Cases["k1"] = States.Case("k1") with { Status = CaseStatus.Claimed, ClaimedBy = "eve" };
        Assert.Equal(409, (await host.SendAsync(HttpMethod.Post, "/v1/cases/k1/release", """{"by":"x"}""")).Status);
        await host.Get<IAccountStore>().PutAsync(
            new StoredAccount { Name = "sue", DisplayName = "Sue", Roles = ["supervisor"] }, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, TestContext.Current.CancellationToken);
        await host.SendAsync(HttpMethod.Post, "/v1/me/switch", """{"account":"sue"}""");
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/cases/k1/release", """{"by":"x"}""")).Status);
        Assert.Contains("sue caseReleased case k1", await TrailAsync(host));
        Assert.Equal("claimed by eve", (await host.GetAsync("/v1/audit?action=caseReleased")).Json.GetProperty("items")[0].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Retries_AndUploads_AreRecorded()
    {
        await using (var host = await StartAsync("operator"))
        {
            host.Store.Actions.Add(States.Action("a-1", "c-1", "Sorry", "gone"));
            await host.SendAsync(HttpMethod.Post, "/v1/actions/a-1/retry");
            Assert.Contains("operator retried action a-1", await TrailAsync(host));
        }

        await using var marketing = await StartAsync("marketer");
        var (status, json, _) = await marketing.SendAsync(HttpMethod.Post, "/v1/backtest-files?name=march", "{}", "application/x-ndjson");
        var id = json.GetProperty("id").GetString();
        Assert.Equal(201, status);
        Assert.Equal(204, (await marketing.SendAsync(HttpMethod.Delete, $"/v1/backtest-files/{id}")).Status);
        Assert.Equal([$"marketer fileUploaded file {id}", $"marketer fileRemoved file {id}"], (await TrailAsync(marketing)).Where(e => e.Contains(" file ", StringComparison.Ordinal)));
    }
}
