using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Gateway.Tests.Customers;

public sealed class CustomerEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Customer_AtRisk_HasThePromisedShape()
    {
        _host.Store.Put(States.Unhappy("c 1/x", name: "Ann"), atRisk: true);
        var (status, json, _) = await _host.GetAsync("/v1/customers/c%201%2Fx");
        Assert.Equal(200, status);
        Assert.Equal("c 1/x", json.GetProperty("customer").GetString());
        Assert.InRange(json.GetProperty("mood").GetDouble(), -0.7, -0.6);
        Assert.True(json.GetProperty("risk").GetProperty("score").GetDouble() > 60);
        Assert.Equal("mood", json.GetProperty("risk").GetProperty("contributions")[0].GetProperty("part").GetString());
        Assert.Equal("Delivery date missed", json.GetProperty("lowPoint").GetProperty("cause").GetProperty("text").GetString());
        Assert.Equal(GatewayHost.Start.AddHours(-1), json.GetProperty("lowPoint").GetProperty("openedAt").GetDateTimeOffset());
        var journey = json.GetProperty("journeys")[0];
        Assert.Equal("order", journey.GetProperty("journey").GetString());
        Assert.Equal("4711", journey.GetProperty("correlation").GetString());
        Assert.Equal("shipped", journey.GetProperty("stage").GetString());
        Assert.Equal(GatewayHost.Start.AddDays(-2), journey.GetProperty("since").GetDateTimeOffset());
        Assert.Equal(["passed", "skipped", "current", "ahead"], journey.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("state").GetString()));
        Assert.Equal(5, json.GetProperty("touchpoints").GetInt64());
        Assert.Equal("valuable", json.GetProperty("segments")[0].GetString());
    }

    [Fact]
    public async Task Customer_Calm_HasNoLowPoint()
    {
        _host.Store.Put(Rules.Customers.CustomerState.For(new("c1")) with { Sequence = 1 }, atRisk: false);
        var (_, json, _) = await _host.GetAsync("/v1/customers/c1");
        Assert.Equal(JsonValueKind.Null, json.GetProperty("lowPoint").ValueKind);
        Assert.Empty(json.GetProperty("risk").GetProperty("contributions").EnumerateArray());
    }

    [Fact]
    public async Task Timeline_ShowsTheTouchpointAndWhatItDid()
    {
        _host.Store.Put(States.Unhappy("c1"), atRisk: true, [.. Enumerable.Range(1, 5).Select(i => States.Entry(
            "c1", i, marks: new HistoryMark { Kind = HistoryMarkKind.LowPointOpened, At = GatewayHost.Start, Text = "Delivery date missed" }))]);
        var (_, json, _) = await _host.GetAsync("/v1/customers/c1/timeline?limit=3");
        var entry = json.GetProperty("items")[0];
        Assert.Equal(5, entry.GetProperty("sequence").GetInt64());
        Assert.Equal("touchpoint", entry.GetProperty("kind").GetString());
        Assert.Equal("t-5", entry.GetProperty("touchpoint").GetProperty("id").GetString());
        Assert.Equal("lowPointOpened", entry.GetProperty("marks")[0].GetProperty("kind").GetString());
        Assert.Equal("3", json.GetProperty("next").GetString());
        (_, json, _) = await _host.GetAsync("/v1/customers/c1/timeline?limit=3&before=3");
        Assert.Equal([2L, 1L], json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Why_NotTriggered_SaysSo()
    {
        _host.Store.Put(States.Unhappy("c1"), atRisk: true, States.Entry("c1", 1));
        var (status, json, _) = await _host.GetAsync("/v1/customers/c1/why?policy=late-delivery");
        Assert.Equal(200, status);
        Assert.True(json.GetProperty("conditionsHold").GetBoolean());
        Assert.Contains("has not been triggered", json.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Equal("1200", json.GetProperty("conditions")[0].GetProperty("actual").GetString());
        Assert.Contains(json.GetProperty("limits").EnumerateArray(), l => l.GetProperty("kind").GetString() == "killSwitch" && !l.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Why_ConditionFails_NamesItWithItsValue()
    {
        _host.Store.Put(States.Unhappy("c1", value: 20), atRisk: true, States.Entry(
            "c1", 1, "x", new HistoryMark { Kind = HistoryMarkKind.ExpectationMissed, At = GatewayHost.Start, Journey = "order", Name = "delivery" }));
        var (_, json, _) = await _host.GetAsync("/v1/customers/c1/why?policy=late-delivery");
        Assert.False(json.GetProperty("conditionsHold").GetBoolean());
        Assert.Contains("lifetimeValue at least 500 does not hold: the value is 20", json.GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_FindsCustomersPoliciesJourneysAndCases()
    {
        _host.Store.Put(States.Unhappy("late-customer"), atRisk: true);
        _host.Operators.Cases["late"] = States.Case("late");
        var (_, json, _) = await _host.GetAsync("/v1/search?q=late");
        Assert.Equal(["customer", "case", "policy"], json.GetProperty("items").EnumerateArray().Select(h => h.GetProperty("kind").GetString()));
        Assert.Equal("journey", (await _host.GetAsync("/v1/search?q=ord")).Json.GetProperty("items")[0].GetProperty("kind").GetString());
    }
}
