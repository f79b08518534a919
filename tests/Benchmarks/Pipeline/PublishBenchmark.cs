using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api.Definitions;
using Npgsql;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Milliseconds from the answer of a publication over HTTP until the last of three silos has stored its first decision by the new version, under
/// a steady stream. Seen in the database: what is stored is what counts.
/// </summary>
internal static class PublishBenchmark
{
    private const int Silos = 3;
    private const int Publications = 20;
    private const int Customers = 60;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    // Silos look for documents at a beat of their own: publications that keep time with it would meet it always at the same moment.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1_037);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Policy(int round) =>
        $"kind: policy\nid: answer\nname: Round {round}\non: {{touchpoint: ping}}\ndo:\n  - message: {{channel: email, text: Hello}}\n";

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        await using var bed = await PipelineBed.StartAsync(Policy(0));
        List<HttpClient> silos = [];
        for (var i = 0; i < Silos; i++)
        {
            silos.Add(new HttpClient { BaseAddress = await bed.AddSiloAsync() });
        }

        var data = Directory.CreateTempSubdirectory("cx-bench-gateway-");
        var (process, gateway) = await BuiltProgram.GatewayAsync(data.FullName, string.Join(' ', bed.GatewaySettings.Select(s => $"\"{s}\"")));
        try
        {
            return await MeasureAsync(bed, silos, gateway);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            gateway.Dispose();
            silos.ForEach(s => s.Dispose());
            data.Delete(recursive: true);
        }
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(PipelineBed bed, List<HttpClient> silos, HttpClient gateway)
    {
        await using var database = NpgsqlDataSource.Create(bed.ConnectionString);
        using var stop = new CancellationTokenSource();

        // A customer stays on the silo that first hears of them: none is heard of before partitions are shared out.
        await Task.Delay(Settle, TimeProvider.System);
        var load = SendAsync(gateway, stop.Token);
        var shares = await SharesAsync(silos);
        List<double> publishing = [];
        List<double> last = [];
        for (var round = 1; round <= Publications; round++)
        {
            await Task.Delay(Rest, TimeProvider.System);
            var (took, effect) = await EffectAsync(database, gateway, round, shares);
            publishing.Add(took.TotalMilliseconds);
            last.Add(effect.TotalMilliseconds);
        }

        await stop.CancelAsync();
        var sent = await load;
        return new Dictionary<string, double>
        {
            ["silos"] = Silos,
            ["publications"] = Publications,
            ["touchpointsSent"] = sent,
            ["publishMillisecondsP50"] = Math.Round(Figures.Percentile(publishing, 0.5)),
            ["publishMillisecondsMax"] = Math.Round(publishing.Max()),
            ["effectMillisecondsP50"] = Math.Round(Figures.Percentile(last, 0.5)),
            ["effectMillisecondsMax"] = Math.Round(last.Max()),
        };
    }

    private static string Customer(int index) => $"c-{index:000}";

    private static string Source(int index) => $"s-{index:000}";

    private static async Task<int> SendAsync(HttpClient gateway, CancellationToken stop)
    {
        var sent = 0;
        while (!stop.IsCancellationRequested)
        {
            var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            var body = new StringBuilder("[").AppendJoin(',', Enumerable.Range(0, Customers).Select(i =>
                $$"""{"id":"t-{{sent + i}}","type":"ping","customer":"{{Customer(i)}}","at":"{{at}}","source":"{{Source(i)}}"}""")).Append(']');
            using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");
            using var answer = await gateway.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            sent += Customers;
            await Task.Delay(Between, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return sent;
    }

    /// <summary>Customers of each silo, as its own figures say, once each silo has some and every customer is at one of them. What a silo took before partitions moved does not count.</summary>
    private static async Task<List<HashSet<string>>> SharesAsync(List<HttpClient> silos)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var before = await AppliedAsync(silos);
        while (TimeProvider.System.GetElapsedTime(begun) < Within)
        {
            await Task.Delay(Rest, TimeProvider.System);
            var now = await AppliedAsync(silos);
            var shares = now.Zip(before, (n, b) => n.Where(c => c.Value > b.GetValueOrDefault(c.Key)).Select(c => c.Key).ToHashSet()).ToList();
            if (shares.TrueForAll(s => s.Count > 0) && shares.Sum(s => s.Count) == Customers)
            {
                return shares;
            }

            before = now;
        }

        throw new TimeoutException($"The customers were not shared out among the silos within {Within}.");
    }

    private static async Task<List<Dictionary<string, double>>> AppliedAsync(List<HttpClient> silos) =>
        [.. (await Task.WhenAll(silos.Select(s => s.GetStringAsync(new Uri("/metrics", UriKind.Relative))))).Select(Applied)];

    private static Dictionary<string, double> Applied(string page)
    {
        var lines = page.Split('\n').Where(line => line.StartsWith("cx_touchpoints_applied", StringComparison.Ordinal)).ToList();
        return Enumerable.Range(0, Customers).ToDictionary(Customer, i => lines.Where(line => line.Contains($"source=\"{Source(i)}\"", StringComparison.Ordinal)).Sum(Value));
    }

    // "name{labels} value", and a time after it in some forms.
    private static double Value(string line) => double.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);

    private static async Task<(TimeSpan Took, TimeSpan Effect)> EffectAsync(NpgsqlDataSource database, HttpClient gateway, int round, List<HashSet<string>> shares)
    {
        await using var before = database.CreateCommand("SELECT coalesce(max(number), 0)::bigint FROM decisions");
        var from = (long)(await before.ExecuteScalarAsync())!;
        var asked = TimeProvider.System.GetTimestamp();
        using var answer = await gateway.PostAsJsonAsync(
            new Uri("/v1/definitions/publish", UriKind.Relative),
            new PublishRequest { Files = new Dictionary<string, string> { ["answer.yaml"] = Policy(round) }, TakeOver = true },
            Json);
        answer.EnsureSuccessStatusCode();
        var version = (await answer.Content.ReadFromJsonAsync<SetComparison>(Json))!.Version!.Value;
        var answered = TimeProvider.System.GetTimestamp();
        var missing = shares.ToList();
        while (TimeProvider.System.GetElapsedTime(answered) < Within)
        {
            await using var look = database.CreateCommand(
                "SELECT DISTINCT key FROM decisions WHERE policy = 'answer' AND number > $1 AND (decision::jsonb ->> 'policyVersion')::int = $2");
            look.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
            look.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
            await using (var rows = await look.ExecuteReaderAsync())
            {
                while (await rows.ReadAsync())
                {
                    var customer = rows.GetString(0).Split('/')[1];
                    missing.RemoveAll(share => share.Contains(customer));
                }
            }

            if (missing.Count == 0)
            {
                return (TimeProvider.System.GetElapsedTime(asked, answered), TimeProvider.System.GetElapsedTime(answered));
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }

        throw new TimeoutException($"Version {version} did not decide on {missing.Count} of {Silos} silos within {Within}.");
    }
}
