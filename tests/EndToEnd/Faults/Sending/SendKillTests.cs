using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Faults.Sending;

/// <summary>The process dies as in a power cut while messages are under way to a provider.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "sending")]
public sealed class SendKillTests
{
    /// <summary>Most messages under way through one connection, as the product has it by default.</summary>
    private const int UnderWayMax = 64;

    private const int Kills = 3;

    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(3);

    private static int Messages => Choice.IsFull ? 10_000 : 500;

    [Fact]
    public async Task Kill_ProviderThatTakesAKey_LosesNoneAndDoublesNone()
    {
        await using var sink = await MessageSink.StartAsync(Each);
        await using var run = await KilledAsync(sink, takesKey: true);

        var (delivered, unknown) = await Parcels.RestAsync(run.Http, Messages, Within);

        Assert.Empty(unknown);
        Assert.Equal(Messages, delivered.Select(a => a.Customer).Distinct().Count());
        var keys = sink.Requests.GroupBy(r => r.Key).ToList();
        Assert.Equal(delivered.Select(a => a.Id).Order(StringComparer.Ordinal), keys.Select(k => k.Key!).Order(StringComparer.Ordinal));

        // What was under way at a kill is sent once more, under the key by which the provider knows it.
        Assert.All(keys, k => Assert.Single(k.Select(r => r.To).Distinct()));
        Assert.InRange(sink.Requests.Count - keys.Count, 1, Kills * UnderWayMax);
    }

    [Fact]
    public async Task Kill_ProviderWithoutKeyAndLookup_SendsNoneTwiceAndCountsWhatIsUnknown()
    {
        await using var sink = await MessageSink.StartAsync(Each);
        await using var run = await KilledAsync(sink, takesKey: false);

        var (delivered, unknown) = await Parcels.RestAsync(run.Http, Messages, Within);

        Assert.Equal(Messages, delivered.Concat(unknown).Select(a => a.Id).Distinct().Count());
        Assert.Equal(sink.Requests.Count, sink.Requests.Select(r => r.To).Distinct().Count());
        Assert.All(sink.Requests, r => Assert.Null(r.Key));

        // Nobody who is said to have the message lacks it, and what the provider has beyond that is said to be unknown.
        var got = sink.Requests.Select(r => r.To.Split('@')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.All(delivered, a => Assert.Contains(a.Customer, got));
        Assert.InRange(unknown.Count, 1, Kills * UnderWayMax);
    }

    // Killed each time that the provider has a further part of the messages, and started again on the same data.
    private static async Task<GatewayProcess> KilledAsync(MessageSink sink, bool takesKey)
    {
        var definitions = Directory.CreateTempSubdirectory("cx-sending-");
        await File.WriteAllTextAsync(Path.Combine(definitions.FullName, "sink.yaml"), sink.Documents(takesKey));
        var gateway = await GatewayProcess.NewAsync(
            definitions.FullName, data: null, "--Channels:AllowPrivateNetworks=true", "--Dispatch:Lease=00:00:04", "--Webhooks:Timeout=00:00:03", "--Channels:Timeout=00:00:03");
        await Parcels.BreakAsync(gateway.Http, Messages);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var enough = Messages * kill / (Kills + 1);
            await Waiting.UntilAsync(() => Task.FromResult(sink.Requests.Count >= enough), Within, () => $"{enough} messages to be under way or sent; it wrote:\n{gateway.Output}");
            await gateway.KillAsync();
            await gateway.StartAsync();
        }

        definitions.Delete(recursive: true);
        return gateway;
    }
}
