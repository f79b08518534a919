using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using CxOrchestrator.EndToEnd.Crash;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>A customer of ten thousand touchpoints in a cluster: exported, erased while the pipeline runs, and then found nowhere.</summary>
public sealed class ErasureTests
{
    /// <summary>Part of everything that is the customer's, and of nothing else.</summary>
    private const string Marker = "mk7f3d";

    private const string Customer = $"{Marker}-customer";
    private const int Touchpoints = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>What is decided about the past expires before it is sent.</summary>
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private const string Documents =
        """
        kind: policy
        id: apologise
        name: Apologise
        on: {touchpoint: {type: review.submitted, where: {csat: {atMost: 2}}}}
        do:
          - message: {channel: email, text: "Hello {customer.name|there}, you wrote: {touchpoint.text|nothing}"}
          - callback: {queue: care, reason: "{customer.name|Somebody} wrote {touchpoint.text|nothing}"}
        """;

    [Fact]
    public async Task Erase_CustomerOfTenThousandTouchpoints_IsFoundNowhereAfterwards()
    {
        Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
        Assert.SkipWhen(ClusterBed.RealKafka is not null, "Makes topics on the tests' own broker.");
        string[] topics = ["journeys", "actions", "dead-letters"];
        await using var bed = await ClusterBed.StartAsync(new BedPlan
        {
            Gateway = false,
            Documents = _ => Documents,
            Settings = ["--Kafka:JourneysTopic=journeys", "--Kafka:ActionsTopic=actions", "--Kafka:DeadLetterTopic=dead-letters"],
        });
        foreach (var topic in topics)
        {
            await bed.Broker!.CommandAsync($"topic {topic} 1");
        }

        await bed.Gateway.StartAsync();
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = bed.Servers, LingerMs = 5, Partitioner = Partitioner.Murmur2Random }).Build();
        await ProduceAsync(producer, bed.Topic, Customer, All(Touchpoints));
        await ProduceAsync(producer, bed.Topic, "other", [Body("other", "o-1", "review.submitted", "fine", 2)]);
        await ProduceAsync(producer, bed.Topic, Customer, [$"{{ broken, of \"{Customer}\""]);
        await UntilAsync(bed, l => l is { Waiting: 0, Applied: Touchpoints + 1, Rejected: 1 }, "everything to be applied");
        await UntilCountAsync(bed, "SELECT count(*) FROM cases", 2);
        Assert.True((await FoundAsync(bed)).Count > 5);

        await ExportAsync(bed);

        using (var answer = await bed.Gateway.Http.PostAsync(At($"/v1/customers/{Customer}/erasure"), null))
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        // The pipeline goes on meanwhile, also with touchpoints of the customer.
        await ProduceAsync(producer, bed.Topic, Customer, [Body(Customer, "late-1", "review.submitted", $"late {Marker}", 1), Body(Customer, "late-2", "note", Marker, null), $"{{ late and broken, {Marker}"]);
        await ProduceAsync(producer, bed.Topic, "other", [Body("other", "o-2", "note", "fine", null)]);
        await Waiting.UntilAsync(
            async () => (await bed.Gateway.Http.GetFromJsonAsync<JsonElement>(At("/v1/erasures/1"))).GetProperty("state").GetString() == "done",
            Patience,
            () => "the erasure to be done");
        await UntilAsync(bed, l => l is { Waiting: 0, Applied: Touchpoints + 2, Erased: 2, Rejected: 2, Balanced: true }, "what came late to be counted as erased");

        Assert.Empty(await FoundAsync(bed));
        Assert.Equal(1L, await CountAsync(bed, "SELECT count(*) FROM cases"));
        Assert.DoesNotContain(Marker, string.Concat(bed.Silos.Select(s => s.Output)) + bed.Gateway.Output, StringComparison.Ordinal);
        var journeys = Read(bed, "journeys");
        Assert.True(journeys.Count(r => r.Key == Customer) > 1);
        Assert.Null(journeys.Last(r => r.Key == Customer).Value);
        Assert.NotNull(journeys.Last(r => r.Key == "other").Value);
    }

    private static IEnumerable<string> All(int count) => Enumerable.Range(0, count).Select(i => i switch
    {
        0 => JsonSerializer.Serialize(new
        {
            id = $"p-{Marker}",
            type = "customer.updated",
            customer = Customer,
            at = Now,
            source = "crm",
            attributes = new { name = $"Ann {Marker}", tier = Marker, consent = new { email = true } },
        }),
        9_999 => Body(Customer, $"t-{Marker}-{i}", "review.submitted", $"awful {Marker}", 1),
        _ => Body(Customer, $"t-{Marker}-{i}", "note", $"word {Marker} {i}", null),
    });

    private static string Body(string customer, string id, string type, string text, int? csat) => JsonSerializer.Serialize(new { id, type, customer, at = Now, source = "shop", feedback = new { text, csat } });

    private static async Task ExportAsync(ClusterBed bed)
    {
        using var file = await JsonDocument.ParseAsync(await bed.Gateway.Http.GetStreamAsync(At($"/v1/customers/{Customer}/export")));
        var timeline = file.RootElement.GetProperty("timeline").EnumerateArray().ToList();
        Assert.Equal(Touchpoints, timeline.Select(e => e.GetProperty("id").GetString()).Distinct().Count(id => id is not null && id.Contains(Marker, StringComparison.Ordinal)));
        Assert.Contains($"word {Marker} 4711\"", file.RootElement.GetProperty("timeline").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, file.RootElement.GetProperty("actions").GetArrayLength());
        Assert.Single(file.RootElement.GetProperty("cases").EnumerateArray());
        Assert.Single(file.RootElement.GetProperty("deadLetters").EnumerateArray());
    }

    private static async Task ProduceAsync(IProducer<string, string> producer, string topic, string key, IEnumerable<string> bodies) =>
        await Task.WhenAll(bodies.Select(b => producer.ProduceAsync(topic, new Message<string, string> { Key = key, Value = b })));

    /// <summary>The tables in which the marker stands, as text or within bytes.</summary>
    private static async Task<List<string>> FoundAsync(ClusterBed bed)
    {
        var tables = new List<string>();
        await using (var list = bed.Direct.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Marker));
            if (await CountAsync(bed, $"SELECT count(*) FROM {table} t WHERE t::text LIKE '%{Marker}%' OR t::text LIKE '%{hex}%'") > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private static async Task<long> CountAsync(ClusterBed bed, string sql)
    {
        await using var command = bed.Direct.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task UntilCountAsync(ClusterBed bed, string sql, long count) =>
        Waiting.UntilAsync(async () => await CountAsync(bed, sql) == count, Patience, () => $"{sql} to be {count}");

    private static Task UntilAsync(ClusterBed bed, Func<Api.Operations.LedgerView, bool> holds, string what)
    {
        Api.Operations.LedgerView? ledger = null;
        return Waiting.UntilAsync(async () => holds(ledger = await Outcome.LedgerAsync(bed.Gateway.Http)), Patience, () => $"{what}: {ledger}");
    }

    private static List<(string Key, string? Value)> Read(ClusterBed bed, string topic)
    {
        using var consumer = new ConsumerBuilder<string, string?>(new ConsumerConfig { BootstrapServers = bed.Servers, GroupId = "reader", AutoOffsetReset = AutoOffsetReset.Earliest, EnablePartitionEof = true }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var records = new List<(string, string?)>();
        while (consumer.Consume(TimeSpan.FromSeconds(30)) is { IsPartitionEOF: false } record)
        {
            records.Add((record.Message.Key, record.Message.Value));
        }

        return records;
    }

    private static Uri At(string path) => new(path, UriKind.Relative);
}
