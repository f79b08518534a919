using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Traffic;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>The metrics that alerts ask for move when what they are about happens, as Prometheus would read them off the silos.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "metrics")]
public sealed partial class AlertMetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Metrics_OfASiloThatDiesAndOfPoison_ShowUnreadPartitionsAndDeadLetters()
    {
        Choice.Needs();
        await using var bed = await ClusterBed.StartAsync(new BedPlan { Documents = sink => ShopTraffic.Documents(sink), Settings = ["--Telemetry:SampleEvery=00:00:01"] });
        await SendAsync(bed, "before");
        await UntilAsync(bed, "all partitions with touchpoints to be read", values => Unread(values).Count == 0 && Sum(values, "cx_touchpoints_applied_total") > 0);

        // The silo that does not read the store's figures dies: until the group notices, its partitions have no reader, and the other one sees it.
        var dies = await WithoutFiguresAsync(bed);
        await dies.KillAsync();
        await SendAsync(bed, "without-reader");
        await UntilAsync(bed, "a partition that has touchpoints and no reader", values => Unread(values).Count > 0);
        await dies.StartAsync();
        await UntilAsync(bed, "all partitions to be read again", values => values.Count > 0 && Unread(values).Count == 0);

        Assert.Equal(0, Sum(await ReadAsync(bed), "cx_dead_letters_total"));
        await new FaultRun(bed, "poisoned", 1).PoisonAsync();
        await UntilAsync(bed, "dead letters to be counted", values => Sum(values, "cx_dead_letters_total") > 0 && Sum(values, "cx_dead_letters_waiting") > 0);
    }

    private static async Task<ProductProcess> WithoutFiguresAsync(ClusterBed bed)
    {
        foreach (var silo in bed.Silos)
        {
            if (!(await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains("cx_ledger_waiting", StringComparison.Ordinal))
            {
                return silo;
            }
        }

        throw new InvalidOperationException("Every silo reads the store's figures.");
    }

    private static async Task SendAsync(ClusterBed bed, string mark)
    {
        var items = Enumerable.Range(0, 200).Select(i => $$"""{"id":"{{mark}}-{{i}}","type":"order.placed","customer":"{{mark}}-{{i}}","at":"2026-03-03T09:00:00Z","source":"metrics"}""");
        using var body = new StringContent($"[{string.Join(',', items)}]", Encoding.UTF8, "application/json");
        using var response = await bed.Gateway.Http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    // What the alert LogPartitionUnread asks for.
    private static List<string> Unread(List<(string Name, string Place, double Value)> values) =>
    [
        .. values.Where(v => v.Name == "cx_log_lag" && v.Value > 0).Select(v => v.Place)
            .Except(values.Where(v => v.Name == "cx_log_lag_duration_seconds").Select(v => v.Place)),
    ];

    private static double Sum(List<(string Name, string Place, double Value)> values, string name) => values.Where(v => v.Name == name).Sum(v => v.Value);

    private static Task UntilAsync(ClusterBed bed, string what, Func<List<(string Name, string Place, double Value)>, bool> holds) =>
        Waiting.UntilAsync(async () => holds(await ReadAsync(bed)), Patience, () => what);

    private static async Task<List<(string Name, string Place, double Value)>> ReadAsync(ClusterBed bed)
    {
        var read = new List<(string, string, double)>();
        foreach (var silo in bed.Silos.Where(s => s.IsRunning))
        {
            var page = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            read.AddRange(Line().Matches(page).Select(m => (
                m.Groups["name"].Value,
                $"{Label("log", m.Groups["labels"].Value)}/{Label("partition", m.Groups["labels"].Value)}",
                double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture))));
        }

        return read;
    }

    private static string Label(string name, string labels) => Regex.Match(labels, $"(^|,){name}=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture).Groups["value"].Value;

    [GeneratedRegex(@"^(?<name>cx_(log_lag|log_lag_duration_seconds|dead_letters_total|dead_letters_waiting|touchpoints_applied_total))(\{(?<labels>[^}]*)\})? (?<value>[0-9.eE+-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
