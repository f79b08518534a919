using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Crash;
using CxOrchestrator.EndToEnd.Faults.Oracle;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.EndToEnd.Publishing;

/// <summary>Three silos as processes under a steady stream: what is published over HTTP decides on each of them soon, and decides whole.</summary>
public sealed class PublishToEffectTests
{
    private const int Silos = 3;
    private const int Publications = 3;

    // Enough that each silo reads some of them.
    private const int Customers = 48;

    /// <summary>Of a machine that does something else as well; what it takes is printed, and measured by the benchmark.</summary>
    private static readonly TimeSpan EffectWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShareWithin = TimeSpan.FromSeconds(90);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Two policies that answer the same touchpoint, both new with every round.</summary>
    private static Dictionary<string, string> Files(int round) => new()
    {
        ["first.yaml"] = Policy("first", round),
        ["second.yaml"] = Policy("second", round),
    };

    private static string Policy(string id, int round) =>
        $"kind: policy\nid: {id}\nname: Round {round}\non: {{touchpoint: ping}}\ndo:\n  - message: {{channel: email, text: Hello}}\n";

    [Fact]
    public async Task Publish_ThreeSilosUnderLoad_DecidesOnEachAndNeverByAMixture()
    {
        Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
        await using var bed = await ClusterBed.StartAsync(new BedPlan { Silos = Silos, Documents = _ => Policy("first", 0) });

        // Taken over: the folder is nobody's home any more.
        await PublishAsync(bed, 0);
        var stream = new PingStream(bed.Gateway.Http, Customers);
        var shares = await SharesAsync(bed, stream);

        using var stop = new CancellationTokenSource();
        var load = stream.RunAsync(stop.Token);
        for (var round = 1; round <= Publications; round++)
        {
            var effects = await EffectAsync(bed, await PublishAsync(bed, round), shares);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"publication {round}: decides on each silo after, ms: {string.Join(", ", effects.Select(e => e.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)))}"));
        }

        await stop.CancelAsync();
        await load;
        await Outcome.AtRestAsync(bed.Gateway.Http, stream.Sent);

        // Nobody moved meanwhile: what was timed was each silo's own.
        Assert.All((await CurrentSharesAsync(bed, stream)).Zip(shares), s => Assert.Equal(s.Second.Order(), s.First.Order()));
        await IsWholeAsync(bed);
    }

    private static async Task<int> PublishAsync(ClusterBed bed, int round)
    {
        using var answer = await bed.Gateway.Http.PostAsJsonAsync(
            new Uri("/v1/definitions/publish", UriKind.Relative), new PublishRequest { Files = Files(round), TakeOver = true }, Json);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var comparison = await answer.Content.ReadFromJsonAsync<SetComparison>(Json);
        Assert.Empty(comparison!.Problems);
        return comparison.Version!.Value;
    }

    /// <summary>Customers of each silo, once each has some and every customer has one.</summary>
    private static async Task<List<HashSet<string>>> SharesAsync(ClusterBed bed, PingStream stream)
    {
        // A customer stays with the silo that had the first touchpoint, so the log is shared out before it.
        await Waiting.UntilAsync(
            async () =>
            {
                var health = await Task.WhenAll(bed.Silos.Select(s => s.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative))));
                return health.All(h => !h.Contains("\"0 partitions", StringComparison.Ordinal));
            },
            ShareWithin,
            () => "each silo to read some of the log");
        await stream.SendAsync();
        List<HashSet<string>> shares = [];
        await Waiting.UntilAsync(
            async () => (shares = await CurrentSharesAsync(bed, stream)).All(s => s.Count > 0) && shares.Sum(s => s.Count) == Customers,
            ShareWithin,
            () => $"every customer to be with one silo, of which each has some: {string.Join(", ", shares.Select(s => s.Count))}");
        return shares;
    }

    private static async Task<List<HashSet<string>>> CurrentSharesAsync(ClusterBed bed, PingStream stream) =>
        [.. await Task.WhenAll(bed.Silos.Select(stream.OfSiloAsync))];

    /// <summary>From the answer of the publication until a decision of that version is stored by each silo.</summary>
    private static async Task<List<TimeSpan>> EffectAsync(ClusterBed bed, int version, List<HashSet<string>> shares)
    {
        var watch = Stopwatch.StartNew();
        var effects = new TimeSpan?[shares.Count];
        await Waiting.UntilAsync(
            async () =>
            {
                var decided = (await Evidence.RowsAsync(
                    bed.Direct,
                    "SELECT DISTINCT key FROM history WHERE kind = 1 AND definitions = $1",
                    version,
                    r => r.GetString(0).Split('/')[1])).ToHashSet();
                for (var i = 0; i < shares.Count; i++)
                {
                    effects[i] ??= shares[i].Overlaps(decided) ? watch.Elapsed : null;
                }

                return effects.All(e => e is not null);
            },
            EffectWithin,
            () => $"version {version} to decide on each silo: {string.Join(", ", effects)}");
        return [.. effects.Select(e => e!.Value)];
    }

    private sealed record Decided(string Customer, long Sequence, int Set, string Policy, int Version);

    /// <summary>Every touchpoint was decided by both policies as one set has them, and no customer's set is older than the one before.</summary>
    private static async Task IsWholeAsync(ClusterBed bed)
    {
        var sets = (await Evidence.RowsAsync(
            bed.Direct,
            "SELECT set_version, id, version FROM definition_documents WHERE kind = $1",
            "policy",
            r => (Set: r.GetInt32(0), Policy: r.GetString(1), Version: r.GetInt32(2)))).ToLookup(d => d.Set, d => (d.Policy, d.Version));
        var decided = (await Evidence.RowsAsync(
            bed.Direct,
            """
            SELECT d.key, d.sequence, h.definitions, d.policy, (d.decision::jsonb ->> 'policyVersion')::int
            FROM decisions d JOIN history h USING (key, sequence) WHERE h.kind = $1 ORDER BY d.key, d.sequence
            """,
            (short)1,
            Read)).GroupBy(d => (d.Customer, d.Sequence)).ToList();
        Assert.Equal(await CountAsync(bed.Direct), decided.Count);
        Assert.All(decided, touchpoint =>
        {
            var set = Assert.Single(touchpoint.Select(d => d.Set).Distinct());
            Assert.Equal(sets[set].Order(), touchpoint.Select(d => (d.Policy, d.Version)).Order());
        });
        Assert.All(decided.GroupBy(t => t.Key.Customer), customer =>
        {
            var versions = customer.OrderBy(t => t.Key.Sequence).Select(t => t.First().Set).ToList();
            Assert.Equal(versions.Order(), versions);
        });
        Assert.True(decided.Select(t => t.First().Set).Distinct().Count() > Publications, "A publication decided nothing.");
    }

    private static Decided Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4));

    private static async Task<int> CountAsync(NpgsqlDataSource database) =>
        (await Evidence.RowsAsync(database, "SELECT count(*)::int FROM history WHERE kind = $1", (short)1, r => r.GetInt32(0)))[0];
}
