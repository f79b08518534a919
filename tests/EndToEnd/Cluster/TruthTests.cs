using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.EndToEnd.Crash;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>What a cluster says of itself while something of it is away: counted from the broker, in words, within 15 seconds, and over by itself.</summary>
public sealed partial class TruthTests
{
    private static readonly TimeSpan Said = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task Ledger_TopicThatNobodyReads_CountsWhatTheBrokerHolds()
    {
        await using var bed = await BedAsync();
        await bed.Silos[0].StopAsync();
        await ProduceAsync(bed, 500);

        await UntilAsync(bed, l => l.Waiting == 500, Said, "500 to wait");
        var ledger = await Outcome.LedgerAsync(bed.Gateway.Http);
        Assert.Equal((500L, 0L, 500L, 500L, 500L), (ledger.Received, ledger.Applied, ledger.Waiting, ledger.Unread, ledger.LogWaiting));
        await SaysAsync(bed.Gateway, "partitions", "degraded", "8 of 8 partitions are read by nobody", Said);
        await SaysAsync(bed.Gateway, "ledger", "healthy", null, Said);
        Assert.Contains("cx_log_partitions_unread{", await bed.Gateway.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);

        await bed.Silos[0].StartAsync();
        await UntilAsync(bed, l => l is { Waiting: 0, Applied: 500 }, Patience, "all to be applied");
        await SaysAsync(bed.Gateway, "partitions", "healthy", null, Patience);
        await WritesOnceAsync(bed.Gateway, "partitions is degraded");
        await WritesOnceAsync(bed.Gateway, "partitions is healthy again");
    }

    [Fact]
    public async Task Ledger_UnderLoadAndAfterAKill_NeverWaitsBelowNothingNorDiffers()
    {
        await using var bed = await BedAsync();
        using var stop = new CancellationTokenSource();
        List<string> wrong = [];
        var watching = WatchAsync(bed, wrong, stop.Token);
        for (var batch = 0; batch < 10; batch++)
        {
            await ProduceAsync(bed, 200, from: batch * 200);
            if (batch == 5)
            {
                await bed.Silos[0].KillAsync();
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System);
        await bed.Silos[0].StartAsync();
        await UntilAsync(bed, l => l is { Waiting: 0, Applied: 2_000 }, Patience, "all to be applied");
        await stop.CancelAsync();
        await watching;
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Health_BrokersGone_IsSaidInOneLineAndOverByItself()
    {
        Assert.SkipWhen(ClusterBed.RealKafka is not null, "Takes the tests' own broker down.");
        await using var bed = await BedAsync();
        await bed.Broker!.CommandAsync("down");
        await SaysAsync(bed.Gateway, "broker", "degraded", "Kafka has not answered for", Said);
        await SaysAsync(bed.Silos[0], "broker", "degraded", "Kafka:BootstrapServers", Said);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        var written = bed.Silos[0].Output.Split('\n').Length;

        await bed.Broker.CommandAsync("up");
        await SaysAsync(bed.Gateway, "broker", "healthy", null, Patience);
        await SaysAsync(bed.Silos[0], "broker", "healthy", null, Patience);
        await WritesOnceAsync(bed.Gateway, "broker is degraded");
        await WritesOnceAsync(bed.Silos[0], "broker is degraded");
        Assert.True(written < 120, $"{written} lines: {bed.Silos[0].Output}");
    }

    [Fact]
    public async Task Reads_DatabaseAway_Answer503WithRetryAfter()
    {
        await using var bed = await BedAsync();
        await bed.Database.StopAsync();
        HashSet<string> away = [];
        foreach (var path in Reads())
        {
            using var answer = await bed.Gateway.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True((int)answer.StatusCode is < 500 or 503, $"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            if ((int)answer.StatusCode == 503 && path != "/health/ready")
            {
                away.Add(path);
                Assert.True(answer.Headers.RetryAfter is not null, $"{path} answered 503 without Retry-After");

                // Pages for customers answer people, and everything else programs.
                Assert.True(
                    answer.Content.Headers.ContentType?.MediaType is "application/problem+json" || !path.StartsWith("/v1/", StringComparison.Ordinal),
                    $"{path} answered {answer.Content.Headers.ContentType}");
            }
        }

        Assert.Superset(new HashSet<string> { "/v1/customers/1", "/v1/cases", "/v1/actions", "/v1/ledger", "/v1/audit", "/v1/dead-letters", "/v1/search?q=a" }, away);
        await SaysAsync(bed.Gateway, "store", "unhealthy", "last answered", Said);
        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System);
        await SaysAsync(bed.Gateway, "broker", "healthy", null, Said);
        await bed.Database.StartAgainAsync();
        await SaysAsync(bed.Gateway, "store", "healthy", null, Patience);

        // What is tried again and again has one line, and the brokers were there all the time.
        foreach (var output in (string[])[bed.Silos[0].Output, bed.Gateway.Output])
        {
            Assert.DoesNotContain("broker is degraded", output, StringComparison.Ordinal);
            Assert.Empty(output.Split('\n').Where(l => l.EndsWith("trying again", StringComparison.Ordinal)).CountBy(l => l).Where(l => l.Value > 1).Select(l => $"{l.Value} times: {l.Key}"));
        }
    }

    private static async Task<ClusterBed> BedAsync()
    {
        Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
        return await ClusterBed.StartAsync(new BedPlan { Silos = 1, Documents = _ => Shop.Definitions });
    }

    // The table that people read is the table that is enforced; a test of the gateway holds it.
    private static IEnumerable<string> Reads() => GetRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "access.md")))
        .Select(m => Variable().Replace(m.Groups[1].Value, "1"))
        .Where(p => !p.Contains("provider", StringComparison.Ordinal))
        .Select(p => p == "/v1/search" ? "/v1/search?q=a" : p);

    private static async Task ProduceAsync(ClusterBed bed, int count, int from = 0)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = bed.Servers, LingerMs = 5, Partitioner = Partitioner.Murmur2Random }).Build();
        await Task.WhenAll(Enumerable.Range(from, count).Select(i => producer.ProduceAsync(bed.Topic, new Message<string, string>
        {
            Key = $"c-{i % 50}",
            Value = $$"""{"id":"t-{{i}}","type":"note","customer":"c-{{i % 50}}","at":"2026-03-03T11:00:00Z","source":"shop"}""",
        })));
    }

    private static async Task WatchAsync(ClusterBed bed, List<string> wrong, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var ledger = await Outcome.LedgerAsync(bed.Gateway.Http);
            if (ledger.Waiting < 0 || ledger.Sources.Any(s => s.Waiting < 0) || !ledger.Balanced
                || ledger.Received != ledger.Applied + ledger.Duplicate + ledger.Rejected + ledger.Waiting)
            {
                wrong.Add(ledger.ToString());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private static Task UntilAsync(ClusterBed bed, Func<LedgerView, bool> holds, TimeSpan within, string what)
    {
        LedgerView? ledger = null;
        return Waiting.UntilAsync(async () => holds(ledger = await Outcome.LedgerAsync(bed.Gateway.Http)), within, () => $"{what}: {ledger}");
    }

    private static Task SaysAsync(ProductProcess process, string check, string status, string? words, TimeSpan within)
    {
        HealthView? health = null;
        return Waiting.UntilAsync(
            async () =>
            {
                using var answer = await process.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                health = await answer.Content.ReadFromJsonAsync<HealthView>(Json);
                var found = health!.Checks.Single(c => c.Name == check);
                return found.Status == status && (words is null || found.Detail!.Contains(words, StringComparison.Ordinal));
            },
            within,
            () => $"{check} to be {status} ({words}): {string.Join("; ", health?.Checks.Select(c => $"{c.Name} {c.Status} {c.Detail}") ?? [])}");
    }

    // What a process writes comes here a moment after it answered.
    private static async Task WritesOnceAsync(ProductProcess process, string text)
    {
        await Waiting.UntilAsync(() => Task.FromResult(Lines(process, text) > 0), Said, () => $"a line '{text}' in {process.Output}");
        Assert.Equal(1, Lines(process, text));
    }

    private static int Lines(ProductProcess process, string text) => process.Output.Split('\n').Count(l => l.Contains(text, StringComparison.Ordinal));

    [GeneratedRegex(@"^\| GET \| `(/[^`]+)`", RegexOptions.Multiline)]
    private static partial Regex GetRow();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Variable();
}
