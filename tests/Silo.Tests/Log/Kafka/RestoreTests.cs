using System.Text;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Postgres;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>A database that goes back to what it was some time ago, beside a log that does not.</summary>
public sealed class RestoreTests(PostgresFixture postgres) : IDisposable
{
    private const string Actions = "actions";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-restore-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static Touchpoint Mail(int i, string type = "mail.wanted") => Make.Touchpoint(type, Make.Start.AddSeconds(i), $"t-{i}", new CustomerId($"c-{i % 9}"), "shop");

    private static async Task<(long Received, long Applied, long Duplicate, long Rejected)> LedgerAsync(ClusterSilo silo)
    {
        var line = (await silo.Read.LedgerAsync(None)).Sources.Single(l => l.Source == "shop");
        return (line.Received, line.Applied, line.Duplicate, line.Rejected);
    }

    private static Task DeliveredAsync(ClusterSilo silo, int count) => EmbeddedSilo.UntilAsync(
        async () => (await silo.Read.ActionsAsync(new ActionQuery { Status = ActionStatus.Delivered, Limit = 1000 }, None)).Items.Length == count, $"{count} actions to be delivered");

    [Fact]
    public async Task Start_OnAnOlderDatabase_AppliesWhatItLacksOnceAndSendsNothingTwice()
    {
        var database = await postgres.NewDatabaseAsync();
        var server = await postgres.ServerAsync();
        using var bed = new MockCluster();
        bed.CreateTopic(ClusterSilo.Topic, 4);
        bed.CreateTopic(Actions, 2);
        var dump = Path.Combine(_folder.FullName, "cx.sql");
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;
        (long, long, long, long) ledger;
        await using (var silo = Silo(database, bed))
        {
            await silo.StartAsync();
            await silo.AppendAsync(Enumerable.Range(0, 40).Select(i => Mail(i)));
            await silo.ReceivedAsync(40);
            await DeliveredAsync(silo, 40);

            await server.DumpAsync(name, dump, withoutRowsOf: "orleansmembership");
            await silo.AppendAsync(Enumerable.Range(30, 50).Select(i => Mail(i)));
            await silo.ReceivedAsync(90);
            await DeliveredAsync(silo, 80);
            ledger = await LedgerAsync(silo);
            await silo.StopAsync();
        }

        Assert.Equal((90L, 80L, 10L, 0L), ledger);
        Assert.Equal(80, Sent(bed).Count);

        var restored = $"{name}_restored";
        await server.RestoreAsync(dump, restored);
        await using (var silo = Silo(server.ConnectionString(restored), bed))
        {
            await silo.StartAsync();
            await silo.ReceivedAsync(90);
            await DeliveredAsync(silo, 80);
            Assert.Equal(ledger, await LedgerAsync(silo));

            // And it goes on: what is decided from here is sent.
            await silo.AppendAsync(Mail(500));
            await DeliveredAsync(silo, 81);
            await silo.StopAsync();
        }

        var sent = Sent(bed);
        Assert.Equal(81, sent.Count);
        Assert.Equal(81, sent.Distinct().Count());
    }

    [Fact]
    public async Task Start_OnTheDatabaseItLeft_KeepsNothingAsSentBefore()
    {
        var database = await postgres.NewDatabaseAsync();
        using var bed = new MockCluster();
        bed.CreateTopic(ClusterSilo.Topic, 4);
        bed.CreateTopic(Actions, 2);
        for (var run = 0; run < 2; run++)
        {
            await using var silo = Silo(database, bed);
            await silo.StartAsync();
            await silo.AppendAsync(Enumerable.Range(run * 10, 10).Select(i => Mail(i)));
            await silo.ReceivedAsync((run + 1) * 10);
            await DeliveredAsync(silo, (run + 1) * 10);
        }

        Assert.Equal(20, Sent(bed).Count);
        Assert.Equal(0L, await Waits.ScalarAsync<long>(database, "SELECT count(*) FROM sent_before"));
    }

    private static ClusterSilo Silo(string database, MockCluster brokers) =>
        new(database, brokers, ("Kafka:ActionsTopic", Actions)) { Current = new CompiledDefinitions(Documents.Set) };

    private static List<string> Sent(MockCluster brokers)
    {
        using var bed = new TopicReader(brokers.BootstrapServers);
        return [.. bed.ReadAll(Actions, 2).Select(r => Encoding.UTF8.GetString(r.Message.Headers.GetLastBytes(ActionsTopic.IdHeader)))];
    }
}
