using System.Text;
using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Live;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>What goes out to Kafka: actions, and customers' live state.</summary>
public sealed class KafkaOutTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KafkaBed _bed = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private IActionChannel Channel(params (string, string)[] settings) => _bed.Process(settings).GetRequiredService<IActionChannel>();

    private static OutboxItem Item(DecidedAction action) => new() { Key = Some.Key(action.Customer.Value), Action = action, Status = ActionStatus.Admitted, StatusAt = Make.Start };

    [Fact]
    public async Task Send_Offer_LiesInTheTopicUnderItsCustomer()
    {
        var channel = Channel(("ActionsTopic", "actions"));
        var offer = Some.Action("a-1", "c-7", ActionKind.Offer, content: [("text", "Sorry – 10 €"), ("amount", "10")]);
        Assert.True(channel.Takes(offer));

        Assert.Equal(ChannelOutcome.Delivered, (await channel.SendAsync(Item(offer), None)).Outcome);

        var record = Assert.Single(_bed.ReadAll("actions"));
        Assert.Equal("c-7", Some.Text(record.Message.Key));
        Assert.Equal("a-1", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(ActionsTopic.IdHeader)));
        using var json = JsonDocument.Parse(record.Message.Value!);
        Assert.Equal(("a-1", "offer", "default", "c-7"), (Text(json, "id"), Text(json, "kind"), Text(json, "tenant"), Text(json, "customer")));
        Assert.Equal("Sorry – 10 €", json.RootElement.GetProperty("content").GetProperty("text").GetString());
    }

    [Fact]
    public void Takes_NoTopicOrAnotherKind_LeavesItToTheOthers()
    {
        Assert.False(Channel().Takes(Some.Action("a-1")));
        Assert.False(Channel(("ActionsTopic", "actions")).Takes(Some.Action("a-1", kind: ActionKind.Webhook)));
    }

    [Theory]
    [InlineData(29, ChannelOutcome.Retry)]
    [InlineData(87, ChannelOutcome.Never)]
    public async Task Send_BrokerRefuses_IsTriedAgainUnlessItIsTheRecord(int error, ChannelOutcome expected)
    {
        var channel = Channel(("ActionsTopic", "actions"));
        _bed.Cluster.Fail(KafkaApi.Produce, error, times: 1);

        var refused = await channel.SendAsync(Item(Some.Action("a-1")), None);
        Assert.True(refused.Outcome == expected, refused.ToString());
    }

    [Fact]
    public async Task Send_BrokersAway_IsTriedAgain()
    {
        var channel = Channel(("ActionsTopic", "actions"), ("MessageTimeout", "00:00:01"));
        _bed.Cluster.Down();
        var away = await channel.SendAsync(Item(Some.Action("a-2")), None);
        Assert.True(away.Outcome == ChannelOutcome.Retry, away.ToString());
    }

    [Fact]
    public async Task Changed_ManyTimes_TheLastStateOfEachCustomerIsSentAndNoneGoesBack()
    {
        var process = _bed.Process(("JourneysTopic", "journeys"), ("JourneysEvery", "00:00:00.200"));
        var topic = process.GetRequiredService<JourneysTopic>();
        var listener = Assert.Single(process.GetServices<ICustomerListener>());
        await topic.StartAsync(None);
        for (var i = 1; i <= 500; i++)
        {
            listener.Changed(Change($"c-{i % 5}", i));
        }

        listener.Changed(Change("c-0", 3));
        _bed.Cluster.CreateTopic("journeys", KafkaBed.Partitions);
        await KafkaBed.UntilAsync(() => _bed.ReadAll("journeys").Length >= 5, () => "the states to be sent");
        await topic.StopAsync(None);

        var records = _bed.ReadAll("journeys");
        Assert.True(records.Length <= 50, $"{records.Length} records for 5 customers.");
        var last = records.GroupBy(r => Some.Text(r.Message.Key)).ToDictionary(g => g.Key, g => Version(g.Last().Message.Value!));
        Assert.Equal(5, last.Count);
        Assert.Equal(500, last["c-0"]);
        Assert.Equal(496, last["c-1"]);
    }

    [Fact]
    public async Task Changed_BrokersAway_IsSentOnceTheyAreBack()
    {
        var process = _bed.Process(("JourneysTopic", "journeys"), ("JourneysEvery", "00:00:00.050"), ("MessageTimeout", "00:00:01"), ("JourneysWaitingMax", "2"));
        var topic = process.GetRequiredService<JourneysTopic>();
        await topic.StartAsync(None);
        _bed.Cluster.Down();
        topic.Changed(Change("c-1", 1));
        topic.Changed(Change("c-1", 2));
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System);
        _bed.Cluster.Up();

        await KafkaBed.UntilAsync(() => _bed.ReadAll("journeys").Any(r => Version(r.Message.Value!) == 2), () => "the state to be sent");
        await topic.StopAsync(None);
    }

    [Fact]
    public async Task Changed_CustomerThatWasErased_LeavesATombstoneLast()
    {
        var process = _bed.Process(("JourneysTopic", "journeys"), ("JourneysEvery", "00:00:00.050"), ("MessageTimeout", "00:00:01"));
        var topic = process.GetRequiredService<JourneysTopic>();
        _bed.Cluster.CreateTopic("journeys", KafkaBed.Partitions);
        await topic.StartAsync(None);
        topic.Changed(Change("c-1", 7));
        await KafkaBed.UntilAsync(() => _bed.ReadAll("journeys").Length == 1, () => "the state to be sent");

        // What was told before the erasure waits longest where the brokers are away.
        _bed.Cluster.Down();
        topic.Changed(Change("c-1", 8));
        topic.Changed(Change("c-1", 9) with { Erased = true, AtRisk = false });
        topic.Changed(Change("c-1", 8));
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System);
        _bed.Cluster.Up();
        await KafkaBed.UntilAsync(() => _bed.ReadAll("journeys").Any(r => r.Message.Value is null), () => "the tombstone");
        await topic.RunAsync(new RunningErasure { Number = 1, Key = Some.Key(), RequestedAt = Make.Start }, None);
        await topic.StopAsync(None);

        var last = _bed.ReadAll("journeys")[^1];
        Assert.Equal(("c-1", null), (Some.Text(last.Message.Key), last.Message.Value));
    }

    private static CustomerChange Change(string customer, long sequence) => new()
    {
        Tenant = "default",
        State = CustomerState.For(new CustomerId(customer)) with { Sequence = sequence, EffectiveAt = Make.Start },
        AtRisk = false,
    };

    private static long Version(byte[] value)
    {
        using var json = JsonDocument.Parse(value);
        return json.RootElement.GetProperty("version").GetInt64();
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();
}
