using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Postgres;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A policy that fails somewhere in a cluster is paused on every silo, and nothing else is.</summary>
public sealed class SuspensionTests(PostgresFixture postgres)
{
    private const int Customers = 24;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DocumentKey Fragile = new(DocumentKey.Policy, "fragile");

    private int _sent;

    private static DocumentSource Policy(string id) => new(
        $"{id}.yaml", $"kind: policy\nid: {id}\nname: {id}\non: {{touchpoint: ping}}\ndo:\n  - message: {{channel: email, text: Hello}}\n");

    [Fact]
    public async Task Policy_FailsOnEverySiloAtOnce_IsPausedOnceAndRefoldsAsStored()
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

        var life = a.Get<DocumentLife>();
        var published = (await life.PublishSetAsync([Policy("fragile"), Policy("sound")], dryRun: false, takeOver: false, "ann", None)).Version!.Value;
        await InForceAsync(silos, published);
        await SendAsync(a, poison: false);

        // Every customer, so every silo.
        await SendAsync(a, poison: true);
        await InForceAsync(silos, published + 1);
        Assert.All(silos, s => Assert.False(s.Get<DefinitionHost>().Current.Policy("fragile")!.Enabled));
        await SendAsync(a, poison: true);

        var resumed = (await life.PauseAsync(Fragile, paused: false, "ann", None)).Set!.Version;
        Assert.Equal(published + 2, resumed);
        await InForceAsync(silos, resumed);
        await SendAsync(a, poison: false);

        var entry = Assert.Single((await a.Get<IAuditTrail>().ListAsync(new AuditQuery { Action = AuditActions.Suspended }, None)).Items);
        Assert.Equal((DocumentLife.Engine, "fragile", (int?)published + 1, nameof(FormatException)), (entry.By, entry.Id, entry.Version, entry.Detail));
        for (var i = 0; i < Customers; i++)
        {
            await RefoldsAsync(a, $"c-{i}");
            var decided = (await a.Read.DecisionsAsync(new DecisionQuery { Customer = Some.Key($"c-{i}"), Limit = 100 }, None)).Items.CountBy(d => d.Decision.Policy).ToDictionary();
            Assert.Equal((4, 2), (decided["sound"], decided["fragile"]));
        }
    }

    private static ClusterSilo Silo(string database, MockCluster brokers) => new(database, brokers) { Published = true, Engine = new FragileEngine("fragile") };

    private static Task InForceAsync(ClusterSilo[] silos, int version) =>
        EmbeddedSilo.UntilAsync(() => Task.FromResult(silos.All(s => s.Get<DefinitionHost>().Current.Version == version)), $"version {version} to be published on every silo");

    private async Task SendAsync(ClusterSilo silo, bool poison)
    {
        await silo.AppendAsync(Enumerable.Range(_sent, Customers).Select(i => Make.Touchpoint(
            "ping", Make.Start.AddMilliseconds(i), $"t-{i}", new CustomerId($"c-{i % Customers}"), "shop", attributes: (FragileEngine.Attribute, Scalar.Of(poison)))));
        _sent += Customers;
        await silo.ReceivedAsync(_sent);
    }

    // Answers of admission still come in meanwhile.
    private static Task RefoldsAsync(ClusterSilo silo, string customer) => EmbeddedSilo.UntilAsync(
        async () =>
        {
            var key = Some.Key(customer);
            var refolding = new Refolding(key.Customer);
            foreach (var entry in (await silo.Read.HistoryAsync(key, null, 1_000, None)).OrderBy(h => h.Sequence))
            {
                Assert.True(refolding.Take(entry, (await silo.Get<DefinitionHost>().OfVersionAsync(entry.DefinitionsVersion, None))!));
            }

            var stored = await silo.Get<ICustomerStore>().LoadAsync(key, None);
            return stored!.State.Span.SequenceEqual(silo.Get<CustomerCodec>().Encode(refolding.State).Span);
        },
        $"{customer} to refold to what is stored");
}
