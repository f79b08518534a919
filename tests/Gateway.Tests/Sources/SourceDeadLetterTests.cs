using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>Dead letters of a source: shown with the reason, tried again, mapped as they are, removed.</summary>
public sealed class SourceDeadLetterTests : IAsyncLifetime
{
    private const string Letters = "/v1/sources/survey/dead-letters";

    private EnrichingHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await EnrichingHost.StartAsync();
        _host.System.Answer = _ => (400, "{}", []);
        await _host.PublishAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<long> DeadAsync(int number = 1)
    {
        var before = (await _host.CountAsync())?.Dead ?? 0;
        Assert.Equal(200, await _host.DeliverAsync(EnrichingHost.Answered(number)));
        await _host.UntilAsync(async () => await _host.CountAsync() is { Waiting: 0 } count && count.Dead == before + 1, "it is a dead letter");
        return (await _host.Host.GetAsync(Letters)).Json.GetProperty("items")[0].GetProperty("number").GetInt64();
    }

    private Task DoneAsync() => _host.UntilAsync(async () => await _host.CountAsync() is null, "nothing waits");

    private async Task<List<(string Action, string? Detail)>> AuditAsync() =>
        [.. (await _host.Host.Get<IAuditTrail>().ListAsync(new AuditQuery(), Cancel)).Items.Where(e => e.Action is AuditActions.Retried or AuditActions.Removed).Select(e => (e.Action, e.Detail))];

    [Fact]
    public async Task List_AnswerThatIsFinal_SaysWhyAtOnce()
    {
        var number = await DeadAsync();

        Assert.Single(_host.System.Asked);
        var head = (await _host.Host.GetAsync(Letters)).Json.GetProperty("items")[0];
        Assert.Equal(("127.0.0.1 answered 400 Bad Request.", 1), (head.GetProperty("reason").GetString(), head.GetProperty("tries").GetInt32()));
        Assert.False(head.TryGetProperty("body", out var body) && body.ValueKind == System.Text.Json.JsonValueKind.String);
        var whole = (await _host.Host.GetAsync($"{Letters}/{number}")).Json;
        Assert.Contains("\"e-1\"", whole.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal("survey.answered", whole.GetProperty("events")[0].GetProperty("touchpoints")[0].GetProperty("touchpoint").GetProperty("type").GetString());
        var source = await _host.SourceAsync();
        Assert.Equal((1, "1 delivery could not be enriched and is a dead letter."), (source.GetProperty("deadLetters").GetInt32(), source.GetProperty("problem").GetString()));
    }

    [Fact]
    public async Task Retry_SystemThatIsWell_BecomesTheTouchpoint()
    {
        var number = await DeadAsync();
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);

        Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Post, $"{Letters}/{number}/retry")).Status);
        await DoneAsync();

        Assert.Equal("ann", Assert.Single(_host.Touchpoints).GetProperty("customer").GetString());
        Assert.Equal([(AuditActions.Retried, $"dead letter {number}")], await AuditAsync());
        Assert.Equal(404, (await _host.Host.SendAsync(HttpMethod.Post, $"{Letters}/{number}/retry")).Status);
    }

    [Fact]
    public async Task RetryAll_Several_WaitAgain()
    {
        await DeadAsync(1);
        await DeadAsync(2);
        _host.System.Answer = _ => (200, EnrichingHost.Content(1), []);

        var (status, json, _) = await _host.Host.SendAsync(HttpMethod.Post, $"{Letters}/retry");
        await DoneAsync();

        Assert.Equal((200, 2), (status, json.GetProperty("retried").GetInt32()));
        Assert.Equal(["e-1", "e-2"], _host.Ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Map_DeadLetter_BecomesWhatWasDelivered()
    {
        var number = await DeadAsync();

        Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Post, $"{Letters}/{number}/map")).Status);
        await DoneAsync();

        Assert.Equal("known", Assert.Single(_host.Touchpoints).GetProperty("customer").GetString());
        Assert.Single(_host.System.Asked);
        Assert.Equal([(AuditActions.Retried, $"dead letter {number}, not enriched")], await AuditAsync());
    }

    [Fact]
    public async Task Remove_DeadLetter_LeavesNothing()
    {
        var number = await DeadAsync();

        Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Delete, $"{Letters}/{number}")).Status);

        Assert.Null(await _host.CountAsync());
        Assert.Empty(_host.Ids);
        Assert.Equal([(AuditActions.Removed, $"dead letter {number}")], await AuditAsync());
        Assert.Equal(404, (await _host.Host.SendAsync(HttpMethod.Delete, $"{Letters}/{number}")).Status);
    }

    [Fact]
    public async Task Remove_DeliveryThatStillWaits_IsNoDeadLetter()
    {
        _host.System.Answer = _ => (503, "{}", []);
        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await _host.UntilAsync(() => !_host.System.Asked.IsEmpty, "it is asked");

        Assert.Equal(404, (await _host.Host.SendAsync(HttpMethod.Delete, $"{Letters}/1")).Status);
        Assert.Equal(404, (await _host.Host.GetAsync($"{Letters}/1")).Status);
        Assert.Equal(1, (await _host.CountAsync())!.Waiting);
    }

    [Fact]
    public async Task List_Pages_GoOnWhereTheLastEnded()
    {
        var first = await DeadAsync(1);
        var second = await DeadAsync(2);

        var page = (await _host.Host.GetAsync($"{Letters}?limit=1")).Json;
        Assert.Equal(second, page.GetProperty("items")[0].GetProperty("number").GetInt64());
        page = (await _host.Host.GetAsync($"{Letters}?limit=1&cursor={page.GetProperty("next").GetString()}")).Json;

        Assert.Equal(first, page.GetProperty("items")[0].GetProperty("number").GetInt64());
        Assert.Equal(400, (await _host.Host.GetAsync($"{Letters}?cursor=x")).Status);
    }

    [Fact]
    public async Task Failure_AboutSomebodyWhoWasErased_IsNotKept()
    {
        var key = CustomerKey.For(new CustomerId("known"));
        var erasures = new SqliteErasures(_host.Host.Get<SqliteDatabase>(), _host.Clock);
        Assert.NotNull(await erasures.BeginAsync(new CustomerErasure { Key = key, ExpectedVersion = 0, Positions = [], At = GatewayHost.Start, By = "ada" }, Cancel));

        await _host.DeliverAsync(EnrichingHost.Answered(1));
        await DoneAsync();

        // It goes to the log, where the erasure keeps it out.
        Assert.Equal("known", Assert.Single(_host.Touchpoints).GetProperty("customer").GetString());
        await _host.Host.Get<SourceRecorder>().RunAsync(Cancel);
        var shown = Assert.Single((await _host.Host.GetAsync("/v1/sources/survey/deliveries")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(0, shown.GetProperty("events").GetArrayLength());
    }
}
