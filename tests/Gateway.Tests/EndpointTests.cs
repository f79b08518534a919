using System.Text;
using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests;

public sealed class EndpointTests : IAsyncLifetime
{
    private static readonly string[] LedgerFields = ["received", "applied", "duplicate", "rejected", "waiting"];

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

    [Theory]
    [InlineData("/v1/customers/nobody")]
    [InlineData("/v1/customers/nobody/timeline")]
    [InlineData("/v1/customers/nobody/decisions")]
    [InlineData("/v1/customers/nobody/why?policy=late-delivery")]
    [InlineData("/v1/actions/nothing")]
    [InlineData("/v1/cases/nothing")]
    [InlineData("/v1/dead-letters/7")]
    [InlineData("/v1/dead-letters/7/body")]
    [InlineData("/v1/definitions/policy/none")]
    [InlineData("/v1/nothing/at/all")]
    [InlineData("/hubs/nothing")]
    public async Task Get_WhatIsNotThere_Is404WithAProblem(string path)
    {
        var (status, json, response) = await _host.GetAsync(path);
        Assert.Equal(404, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("urn:cx:problem:unknown-", json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(json.GetProperty("cure").GetString()!);
    }

    [Theory]
    [InlineData("/v1/at-risk?limit=0", "limit")]
    [InlineData("/v1/at-risk?limit=many", "limit")]
    [InlineData("/v1/at-risk?sort=height", "sort")]
    [InlineData("/v1/at-risk?cursor=x", "cursor")]
    [InlineData("/v1/at-risk?claimed=perhaps", "claimed")]
    [InlineData("/v1/actions?status=lost", "status")]
    [InlineData("/v1/actions?limit=501", "limit")]
    [InlineData("/v1/actions?cursor=nonsense", "cursor")]
    [InlineData("/v1/cases?status=lost", "status")]
    [InlineData("/v1/search", "q")]
    [InlineData("/v1/dead-letters?reason=lost", "reason")]
    [InlineData("/v1/customers/c1/timeline?before=-1", "before")]
    [InlineData("/v1/customers/c1/why", "policy")]
    [InlineData("/v1/customers/a%01b", "customer")]
    public async Task Get_WrongArgument_Is400AndNamesIt(string path, string name)
    {
        var (status, json, _) = await _host.GetAsync(path);
        Assert.Equal(400, status);
        Assert.Equal(name, json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

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
    public async Task Actions_OfACustomer_HaveThePromisedShape()
    {
        _host.Store.Actions.Add(Action("a1", ActionStatus.Dead));
        var (_, json, _) = await _host.GetAsync("/v1/actions?customer=c1");
        var action = json.GetProperty("items")[0];
        Assert.Equal(JsonValueKind.Null, json.GetProperty("next").ValueKind);
        Assert.Equal("a1", action.GetProperty("id").GetString());
        Assert.Equal("message", action.GetProperty("kind").GetString());
        Assert.Equal("late-delivery", action.GetProperty("policy").GetString());
        Assert.Equal("Late delivery apology", action.GetProperty("policyName").GetString());
        Assert.Equal("c1", action.GetProperty("customer").GetString());
        Assert.Equal("dead", action.GetProperty("status").GetString());
        Assert.Equal(GatewayHost.Start, action.GetProperty("at").GetDateTimeOffset());
        Assert.Equal("Sorry", action.GetProperty("content").GetProperty("text").GetString());
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, "/v1/actions/a1/retry")).Status);
        Assert.Equal(409, (await _host.SendAsync(HttpMethod.Post, "/v1/actions/a1/retry")).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Post, "/v1/actions/a2/retry")).Status);
    }

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

    [Fact]
    public async Task Search_FindsCustomersPoliciesJourneysAndCases()
    {
        _host.Store.Put(States.Unhappy("late-customer"), atRisk: true);
        _host.Desk.Cases["late"] = Case("late");
        var (_, json, _) = await _host.GetAsync("/v1/search?q=late");
        Assert.Equal(["customer", "case", "policy"], json.GetProperty("items").EnumerateArray().Select(h => h.GetProperty("kind").GetString()));
        Assert.Equal("journey", (await _host.GetAsync("/v1/search?q=ord")).Json.GetProperty("items")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("/v1/status")]
    [InlineData("/v1/clock")]
    [InlineData("/v1/definitions")]
    [InlineData("/v1/definitions/versions")]
    [InlineData("/health/live")]
    public async Task Get_Operations_Answer(string path) => Assert.Equal(200, (await _host.GetAsync(path)).Status);

    [Fact]
    public async Task Fault_IsAProblemWithATraceId()
    {
        _host.Store.Fails = new InvalidOperationException("secret");
        var (status, json, _) = await _host.GetAsync("/v1/customers/c1");
        Assert.Equal(500, status);
        Assert.NotEmpty(json.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("secret", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongMethod_IsAProblem()
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Delete, "/v1/ledger");
        Assert.Equal(405, status);
        Assert.Equal("urn:cx:problem:wrong-method", json.GetProperty("type").GetString());
    }

    internal static StoredCase Case(string id) => new()
    {
        Id = id,
        Key = CustomerKey.For(new("c1")),
        Queue = "care",
        Priority = CasePriority.High,
        Reason = "Call",
        Policy = "late-delivery",
        Status = CaseStatus.Open,
        OpenedAt = GatewayHost.Start.AddDays(-2),
        DueAt = GatewayHost.Start.AddDays(-1),
        Version = 1,
    };

    internal static OutboxItem Action(string id, ActionStatus status) => new()
    {
        Key = CustomerKey.For(new("c1")),
        Action = new DecidedAction
        {
            Id = id,
            Customer = new("c1"),
            Kind = ActionKind.Message,
            Policy = "late-delivery",
            PolicyVersion = 3,
            Category = PolicyCategory.Service,
            Priority = 50,
            Cause = "cause",
            Ordinal = 0,
            DecidedAt = GatewayHost.Start,
            ExpiresAt = GatewayHost.Start.AddDays(1),
            Channel = "email",
            Content = [new("text", "Sorry")],
        },
        Status = status,
        StatusAt = GatewayHost.Start,
    };
}
