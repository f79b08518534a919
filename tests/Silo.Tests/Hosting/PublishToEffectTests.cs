using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Postgres;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>Three silos of one cluster under load: what is published is published on each of them soon, and no touchpoint is decided by a mixture.</summary>
public sealed class PublishToEffectTests(PostgresFixture postgres)
{
    private const int Publications = 5;
    private const int Customers = 30;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan EffectWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    // Two policies that answer the same touchpoint: in one set both have the same version.
    private static ImmutableArray<DocumentSource> Documents(int round) => [Policy("first", round), Policy("second", round)];

    private static DocumentSource Policy(string id, int round) => new(
        $"{id}.yaml", $"kind: policy\nid: {id}\nname: Round {round}\non: {{touchpoint: ping}}\ndo:\n  - message: {{channel: email, text: Hello}}\n");

    [Fact]
    public async Task Publish_ThreeSilosUnderLoad_IsInForceOnEachAndDecidesWhole()
    {
        using var brokers = new MockCluster();
        brokers.CreateTopic(ClusterSilo.Topic, 6);
        var database = await postgres.NewDatabaseAsync();
        await using var a = Silo(database, brokers);
        await using var b = Silo(database, brokers);
        await using var c = Silo(database, brokers);
        ClusterSilo[] silos = [a, b, c];
        foreach (var silo in silos)
        {
            await silo.StartAsync();
        }

        await PublishAsync(a, 0);

        // Silos that have shared the log among them and are warm: what is measured is publishing, and not their start.
        await a.AppendAsync(Pings(0));
        await a.ReceivedAsync(Customers);
        using var stop = new CancellationTokenSource();
        var load = SendAsync(a, stop.Token);
        List<TimeSpan> effects = [];
        for (var round = 1; round <= Publications; round++)
        {
            // From another silo each time.
            effects.Add(await EffectAsync(silos, silos[round % silos.Length], round));
        }

        await stop.CancelAsync();
        var sent = await load;
        await a.ReceivedAsync(sent);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"publish to effect on {silos.Length} silos, ms: {string.Join(", ", effects.Select(e => e.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)))}"));
        Assert.All(effects, e => Assert.True(e < EffectWithin, $"It took {e}."));

        var versions = await DecisionsAsync(a);
        Assert.True(versions.Count > Customers, $"Only {versions.Count} touchpoints were decided.");
        Assert.All(versions, v => Assert.True(v.Policies is [var one, var other] && one == other && one == v.Set, $"Decided by {string.Join(" and ", v.Policies)} under {v.Set}."));
        Assert.True(versions.Select(v => v.Set).Distinct().Count() > 1, "Nothing was decided around a publication.");
    }

    private static ClusterSilo Silo(string database, MockCluster brokers) => new(database, brokers, ("Definitions:Pack", "retail")) { Published = true };

    private static async Task<int> PublishAsync(ClusterSilo silo, int round)
    {
        var result = await silo.Get<DocumentLife>().PublishSetAsync(Documents(round), dryRun: false, takeOver: false, "ann", None);
        Assert.Equal(LifeOutcome.Done, result.Outcome);
        return result.Version!.Value;
    }

    private static async Task<TimeSpan> EffectAsync(ClusterSilo[] silos, ClusterSilo from, int round)
    {
        var start = TimeProvider.System.GetTimestamp();
        var version = await PublishAsync(from, round);
        while (!silos.All(s => s.Get<DefinitionHost>().Current.Version >= version))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < WatchedClock.Patience, $"Version {version} is not published on every silo.");
            await Task.Delay(LookEvery, TimeProvider.System, None);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    // As long as documents are published, and then no more.
    private static async Task<int> SendAsync(ClusterSilo silo, CancellationToken stop)
    {
        var sent = Customers;
        while (!stop.IsCancellationRequested)
        {
            await silo.AppendAsync(Pings(sent));
            sent += Customers;
            await Task.Delay(LookEvery * 4, TimeProvider.System, CancellationToken.None);
        }

        return sent;
    }

    private static IEnumerable<Touchpoint> Pings(int from) => Enumerable.Range(from, Customers).Select(i => Make.Touchpoint(
        "ping", Make.Start.AddMilliseconds(i), $"t-{i}", new CustomerId($"c-{i % Customers}"), "shop"));

    private static async Task<List<(int Set, int[] Policies)>> DecisionsAsync(ClusterSilo silo)
    {
        List<(int, int[])> decided = [];
        for (var i = 0; i < Customers; i++)
        {
            var key = Some.Key($"c-{i}");
            var decisions = (await silo.Read.DecisionsAsync(new DecisionQuery { Customer = key, Limit = 10_000 }, None)).Items.ToLookup(d => d.Sequence);
            var history = (await silo.Read.HistoryAsync(key, null, 10_000, None)).ToDictionary(h => h.Sequence);
            decided.AddRange(decisions.Select(d => (history[d.Key].DefinitionsVersion, d.Select(x => x.Decision.PolicyVersion).ToArray())));
        }

        return decided;
    }
}
