using System.Text.Json;
using System.Text.Json.Nodes;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Live;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Gateway.Tests.Live;

/// <summary>What clients that do not know our records pass to the hub, over both protocols.</summary>
public sealed class HubArgumentTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        await _host.Observer.OnChangedAsync(States.Changed(States.Unhappy("c1", felt: -0.8)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<bool, string> Harmless => new(
        from pack in (bool[])[false, true]
        from filter in (string[])["{}", "null", """{"journey":null,"sort":null,"limit":null,"claimed":null}""", """{"sort":"-risk","limit":500}"""]
        select (pack, filter));

    public static TheoryData<bool, string, string> Wrong => new(
        from pack in (bool[])[false, true]
        from wrong in (List<(string, string)>)
        [
            ("""{"limit":"500"}""", "limit: It is a whole number from 1 to 1000 or null, and a text came."),
            ("""{"limit":1.5}""", "limit: It is a whole number from 1 to 1000 or null, and a number came."),
            ("""{"limit":0}""", "limit: It is a whole number from 1 to 1000."),
            ("""{"claimed":"no"}""", "claimed: It is true, false or null, and a text came."),
            ("""{"journey":{"id":"order"}}""", "journey: It is a text or null, and an object came."),
            ("""{"sort":["risk"]}""", "sort: It is a text or null, and a list came."),
            ("""{"sort":"height"}""", "sort: It is one of risk, mood, since, value, customer"),
            ("""{"Search":"ann"}""", "Search: There is no such field. A filter has journey, stage, cause, segment, search, claimed, sort, limit."),
            ("""{"claimed":1,"stage":true}""", "claimed: It is true, false or null, and a number came. stage: It is a text or null, and true or false came."),
            ("\"-risk\"", "filter: It is an object, such as {\"sort\": \"-risk\"}, and a text came."),
            ("[]", "filter: It is an object, such as {\"sort\": \"-risk\"}, and a list came."),
        ]
        select (pack, wrong.Item1, wrong.Item2));

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task WatchBoard_FilterWithoutWishes_GivesEverything(bool pack, string filter)
    {
        await using var hub = await ConnectAsync(pack);
        var snapshot = await InvokeAsync(hub, nameof(ILiveHub.WatchBoard), Plain(JsonNode.Parse(filter)));
        Assert.Equal("c1", (string?)snapshot!["rows"]![0]!["customer"]);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task WatchBoard_WrongField_IsNamedWithWhatBelongsThere(bool pack, string filter, string expected)
    {
        await using var hub = await ConnectAsync(pack);
        var refused = await Assert.ThrowsAsync<HubException>(() => InvokeAsync(hub, nameof(ILiveHub.WatchBoard), Plain(JsonNode.Parse(filter))));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null, "customer: It is the id of a customer as a text, such as \"4711\", and null came.")]
    [InlineData(true, null, "customer: It is the id of a customer as a text, such as \"4711\", and null came.")]
    [InlineData(false, 4711, "customer: It is the id of a customer as a text, such as \"4711\", and a number came.")]
    [InlineData(true, 4711, "customer: It is the id of a customer as a text, such as \"4711\", and a number came.")]
    [InlineData(false, " ", "customer: A customer's id has 1 to 200 characters.")]
    [InlineData(true, " ", "customer: A customer's id has 1 to 200 characters.")]
    public async Task WatchCustomer_NoId_IsNamedWithWhatBelongsThere(bool pack, object? customer, string expected)
    {
        await using var hub = await ConnectAsync(pack);
        var refused = await Assert.ThrowsAsync<HubException>(() => InvokeAsync(hub, nameof(ILiveHub.WatchCustomer), customer));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryMethod_WrongNumberOfArguments_SaysWhatItTakes(bool pack)
    {
        await using var hub = await ConnectAsync(pack);
        Assert.Contains("WatchBoard takes one argument, filter.", await RefusalAsync(nameof(ILiveHub.WatchBoard)), StringComparison.Ordinal);
        Assert.Contains("WatchBoard takes one argument, filter.", await RefusalAsync(nameof(ILiveHub.WatchBoard), "a", "b"), StringComparison.Ordinal);
        Assert.Contains("WatchCustomer takes one argument, customer.", await RefusalAsync(nameof(ILiveHub.WatchCustomer)), StringComparison.Ordinal);
        Assert.Contains("UnwatchBoard takes no arguments.", await RefusalAsync(nameof(ILiveHub.UnwatchBoard), 1), StringComparison.Ordinal);
        Assert.Contains("UnwatchCustomer takes no arguments.", await RefusalAsync(nameof(ILiveHub.UnwatchCustomer), "c1"), StringComparison.Ordinal);
        Assert.Contains("The hub has UnwatchBoard, UnwatchCustomer, WatchBoard, WatchCustomer.", await RefusalAsync("Watch", 1), StringComparison.Ordinal);

        async Task<string> RefusalAsync(string method, params object?[] arguments) =>
            (await Assert.ThrowsAsync<HubException>(() => InvokeAsync(hub, method, arguments))).Message;
    }

    [Fact]
    public void Filter_TextThatIsNone_IsNamed()
    {
        using var half = JsonDocument.Parse("""{"search":"\ud800"}""");
        var refused = Assert.Throws<HubException>(() => HubArguments.Filter(half.RootElement));
        Assert.Contains("search: It has half of a surrogate pair", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessagePack_Binary_IsRefusedInWords()
    {
        await using var hub = await ConnectAsync(pack: true);
        var refused = await Assert.ThrowsAsync<HubException>(() => InvokeAsync(hub, nameof(ILiveHub.WatchBoard), new Dictionary<string, object?> { ["search"] = new byte[] { 1 } }));
        Assert.Contains("filter: It cannot be read: Binary data and extension types are not read.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessagePack_NestedTooDeep_IsRefusedInWords()
    {
        await using var hub = await ConnectAsync(pack: true);
        object? deep = null;
        for (var i = 0; i < 1000; i++)
        {
            deep = new object?[] { deep };
        }

        var refused = await Assert.ThrowsAsync<HubException>(() => InvokeAsync(hub, nameof(ILiveHub.WatchBoard), deep));
        Assert.Contains("filter: It cannot be read", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_OverMessagePack_HaveTheShapeOfJson()
    {
        await using var json = await ConnectAsync(pack: false);
        await using var pack = await ConnectAsync(pack: true);
        _host.Store.Put(States.Unhappy("c1", sequence: 2), atRisk: true, States.Entry("c1", 1), States.Entry("c1", 2));
        var answers = new List<(JsonNode? Json, JsonNode? Pack)>
        {
            await BothAsync(nameof(ILiveHub.WatchBoard), new Dictionary<string, object?>()),
            await BothAsync(nameof(ILiveHub.WatchCustomer), "c1"),
            await BothAsync(nameof(ILiveHub.WatchCustomer), "never seen"),
        };
        Assert.All(answers, both => Assert.True(JsonNode.DeepEquals(Still(both.Json), Still(both.Pack)), $"{both.Json}\n{both.Pack}"));
        Assert.NotNull(answers[1].Json!["customer"]);
        Assert.Null(answers[2].Pack);

        var pulses = (await NextAsync(json, nameof(ILiveClient.Pulse)), await NextAsync(pack, nameof(ILiveClient.Pulse)));
        Assert.True(JsonNode.DeepEquals(Still(pulses.Item1), Still(pulses.Item2)), $"{pulses}");

        async Task<(JsonNode?, JsonNode?)> BothAsync(string method, object? argument) => (await InvokeAsync(json, method, argument), await InvokeAsync(pack, method, argument));
    }

    [Fact]
    public void Hub_HasTheMethodsOfItsContract() => Assert.All(typeof(ILiveHub).GetMethods(), contract =>
    {
        var method = typeof(JourneyHub).GetMethod(contract.Name);
        Assert.NotNull(method);
        Assert.Equal(contract.ReturnType, method.ReturnType);
        Assert.Equal(contract.GetParameters().Select(p => p.Name), method.GetParameters().Select(p => p.Name));
    });

    // What moves by itself while two answers are compared.
    private static JsonNode? Still(JsonNode? node)
    {
        foreach (var totals in (JsonNode?[])[node?["totals"], node?["pulse"]?["totals"]])
        {
            (totals as JsonObject)?.Remove("atRiskChangeSeconds");
        }

        (node as JsonObject)?.Remove("number");
        return node;
    }

    private async Task<HubConnection> ConnectAsync(bool pack)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(_host.Client.BaseAddress!, LiveHub.Path));
        if (pack)
        {
            // Plain maps, lists and values, as a language without our records has them.
            builder.AddMessagePackProtocol(o => o.SerializerOptions = MessagePackSerializerOptions.Standard.WithResolver(ContractlessStandardResolver.Instance));
        }

        var hub = builder.Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    private static Task<JsonNode?> InvokeAsync(HubConnection hub, string method, object? argument) => InvokeAsync(hub, method, [argument]);

    private static async Task<JsonNode?> InvokeAsync(HubConnection hub, string method, object?[] arguments) =>
        Node(await hub.InvokeCoreAsync(method, typeof(object), arguments, TestContext.Current.CancellationToken));

    private static async Task<JsonNode?> NextAsync(HubConnection hub, string message)
    {
        var came = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var on = hub.On(message, [typeof(object)], values => Task.FromResult(came.TrySetResult(values[0])));
        return Node(await came.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private static JsonNode? Node(object? value) => JsonNode.Parse(JsonSerializer.Serialize(value is Dictionary<object, object> map ? Named(map) : value));

    private static object? Named(object? value) => value switch
    {
        Dictionary<object, object> map => map.ToDictionary(f => (string)f.Key, f => Named(f.Value)),
        object[] list => list.Select(Named).ToList(),
        _ => value,
    };

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(f => f.Key, f => Plain(f.Value)),
        JsonArray list => list.Select(Plain).ToArray(),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<int>(out var whole) => whole,
        JsonValue value => value.GetValue<double>(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
