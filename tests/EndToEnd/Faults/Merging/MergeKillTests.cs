using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Oracle;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults.Merging;

/// <summary>Customers who are merged in both directions at once, and parted, while their touchpoints stream in and a silo dies.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "merging")]
public sealed class MergeKillTests(BedFixture fixture) : IClassFixture<BedFixture>
{
    private static readonly TimeSpan RestWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static TheoryData<int> Seeded => [.. Seeds.Chosen];

    [Theory]
    [MemberData(nameof(Seeded))]
    public Task Merge_SiloThatDies_LosesNothingAndTakesNothingTwice(int seed) => RunAsync(seed, pairs: 8, touchpoints: 800, kills: 1);

    [Theory]
    [MemberData(nameof(Seeded))]
    public Task Merge_SilosThatDieAgainAndAgain_LosesNothingAndTakesNothingTwice(int seed)
    {
        Choice.Needs(full: true);
        return RunAsync(seed + 1_000, pairs: 40, touchpoints: 8_000, kills: 6);
    }

    private async Task RunAsync(int seed, int pairs, int touchpoints, int kills)
    {
        Choice.Needs();
        var bed = await fixture.BedAsync();
        var run = $"merging-{seed}";
        var plan = new TrafficPlan { Count = touchpoints, Customers = pairs * 2, Repeats = 0.1 };
        var lines = ShopTraffic.Make(plan, run, seed, TimeProvider.System.GetUtcNow());
        var book = new MergeBook(lines, pairs, run);

        // Everybody is known before the first merge.
        using var way = new KafkaWay(bed.Servers, bed.Topic);
        Assert.True(await way.SendAsync(book.First));
        await RestAsync(bed, run, book.First.Count);

        using var sent = new CancellationTokenSource();
        var merging = Task.WhenAll(Enumerable.Range(0, pairs).Select(pair => MergeAndPartAsync(bed, book, pair, new Random(seed + pair), sent.Token)));
        var killing = KillAsync(bed, new Random(seed), kills);
        foreach (var chunk in book.Rest.Chunk(40))
        {
            Assert.True(await way.SendAsync(chunk), "The broker did not take the touchpoints.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await killing;
        await sent.CancelAsync();
        await merging;
        await bed.StartEndedAsync();
        await RestAsync(bed, run, lines.Count);

        // At rest everybody is merged, in whichever direction it went: the state is that of one stream.
        for (var pair = 0; pair < pairs; pair++)
        {
            var (a, b) = book.Pair(pair);
            await PostAsync(bed, $"/v1/customers/{a}/merge", new { with = b });
        }

        await JudgeAsync(bed, book, run, pairs);
    }

    private static async Task JudgeAsync(ClusterBed bed, MergeBook book, string run, int pairs)
    {
        for (var pair = 0; pair < pairs; pair++)
        {
            var (a, b) = book.Pair(pair);
            var (first, second) = (await GetAsync(bed, $"/v1/customers/{a}"), await GetAsync(bed, $"/v1/customers/{b}"));
            Assert.Equal(Text(first, "customer"), Text(second, "customer"));
            Assert.Single(first.GetProperty("merged").EnumerateArray());

            var expected = book.Expected(pair);
            Assert.Equal(expected.Count, first.GetProperty("touchpoints").GetInt64());
            var journeys = first.GetProperty("journeys").EnumerateArray().ToDictionary(j => Text(j, "correlation"), j => Text(j, "stage"));
            Assert.Equal(MergeBook.Stages(expected).OrderBy(s => s.Key), journeys.OrderBy(s => s.Key));

            // Parted, each has its own.
            await PostAsync(bed, $"/v1/merges/{first.GetProperty("merged")[0].GetProperty("number").GetInt64()}/undo", new { });
            foreach (var customer in (string[])[a, b])
            {
                Assert.Equal(expected.Count(l => l.Customer == customer), (await GetAsync(bed, $"/v1/customers/{customer}")).GetProperty("touchpoints").GetInt64());
            }
        }

        // Every touchpoint is in a history, once, and the ledger says the same.
        var history = (await Evidence.RowsAsync(bed.Direct, "SELECT count(*), count(DISTINCT id) FROM history WHERE source = $1 AND kind = 1", run, r => (r.GetInt64(0), r.GetInt64(1))))[0];
        Assert.Equal((book.Distinct, book.Distinct), history);
        var ledger = (await Evidence.RowsAsync(
            bed.Direct, "SELECT sum(applied)::bigint, sum(duplicate)::bigint, sum(rejected)::bigint FROM ledger WHERE source = $1", run, r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2))))[0];
        Assert.Equal((book.Distinct, book.Count - book.Distinct, 0L), ledger);

        // A payment that failed sends one message, for either of the two customers.
        var messages = (await Evidence.RowsAsync(
            bed.Direct, "SELECT count(*) FROM outbox WHERE key LIKE $1 AND kind = 1", $"default/{run}-c%", r => r.GetInt64(0)))[0];
        Assert.Equal(book.Failed, messages);
    }

    // In both directions at once; now and then what was merged is parted again.
    private static async Task MergeAndPartAsync(ClusterBed bed, MergeBook book, int pair, Random dice, CancellationToken sent)
    {
        var (a, b) = book.Pair(pair);
        while (!sent.IsCancellationRequested)
        {
            var merges = await Task.WhenAll(TryPostAsync(bed, $"/v1/customers/{a}/merge", new { with = b }), TryPostAsync(bed, $"/v1/customers/{b}/merge", new { with = a }));
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(50, 400)), TimeProvider.System, CancellationToken.None);
            if (dice.Next(2) == 0 && merges.FirstOrDefault(m => m is not null) is { } merge)
            {
                await TryPostAsync(bed, $"/v1/merges/{merge.GetProperty("number").GetInt64()}/undo", new { });
            }
        }
    }

    private static async Task KillAsync(ClusterBed bed, Random dice, int kills)
    {
        for (var i = 0; i < kills; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(500, 1_500)), TimeProvider.System);
            var silo = bed.Silos[dice.Next(bed.Silos.Count)];
            await silo.KillAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(200, 1_000)), TimeProvider.System);
            await silo.StartAsync();
        }
    }

    private static async Task RestAsync(ClusterBed bed, string run, int count)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var taken = (await Evidence.RowsAsync(
                bed.Direct, "SELECT coalesce(sum(applied + duplicate + rejected), 0)::bigint FROM ledger WHERE source = $1", run, r => r.GetInt64(0)))[0];
            if (taken >= count)
            {
                return;
            }

            Assert.True(watch.Elapsed < RestWithin, $"After {RestWithin} {taken} of {count} touchpoints were taken. The silos wrote:\n{string.Join('\n', bed.Silos.Select(s => s.Output))}");
            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    // While a silo is dead the gateway may say so; the caller asks again.
    private static async Task<JsonElement?> TryPostAsync(ClusterBed bed, string path, object body)
    {
        try
        {
            using var response = await bed.Gateway.Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static async Task PostAsync(ClusterBed bed, string path, object body)
    {
        for (var attempt = 0; await TryPostAsync(bed, path, body) is null; attempt++)
        {
            Assert.True(attempt < 40, $"{path} was not answered.");
            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    private static async Task<JsonElement> GetAsync(ClusterBed bed, string path)
    {
        using var response = await bed.Gateway.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
