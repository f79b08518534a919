using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CxOrchestrator.Hosting.Telemetry;
using YamlDotNet.RepresentationModel;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>Dashboards, alerts and compose name only what there is.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed partial class DeployTests
{
    private const string Dashboard = "deploy/grafana/dashboards/cx-orchestrator.json";
    private const string Alerts = "deploy/prometheus/alerts.yml";

    private static IEnumerable<string> DashboardQueries()
    {
        using var dashboard = JsonDocument.Parse(DeployFiles.Text(Dashboard));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString()!)];
    }

    private static IEnumerable<YamlNode> Rules() => DeployFiles.Yaml(Alerts).At("groups").Items().SelectMany(g => g.At("rules").Items());

    [Fact]
    public async Task Queries_OfDashboardAndAlerts_NameMetricsThatTheProductHas()
    {
        var has = await ExportedAsync();
        var queries = DashboardQueries().Concat(Rules().Select(r => r.At("expr").Value())).ToList();
        Assert.True(queries.Count > 40);
        Assert.All(queries, query =>
        {
            var named = MetricName().Matches(query).Select(m => m.Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(has.Contains(name), $"{name} in {query} is no metric of the product."));
        });
    }

    [Theory]
    [InlineData("cx_log_lag_duration_seconds")]
    [InlineData("cx_store_transaction_duration_seconds_bucket")]
    [InlineData("cx_store_transaction_size_sum")]
    [InlineData("cx_actions_stored")]
    [InlineData("cx_ledger_difference")]
    [InlineData("cx_touchpoints_oldest_age_seconds")]
    public void Metrics_ThatMatterMost_AreOnTheDashboardAndInAnAlert(string name)
    {
        Assert.Contains(DashboardQueries(), q => q.Contains(name, StringComparison.Ordinal));
        Assert.Contains(Rules(), r => r.At("expr").Value().Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Documentation_HasEveryMetric()
    {
        var documented = DeployFiles.Text("docs/operations.md");
        var names = typeof(TelemetryNames).GetFields().Select(f => (string)f.GetRawConstantValue()!).Where(n => n.StartsWith("cx.", StringComparison.Ordinal)).ToList();
        Assert.True(names.Count > 25);
        Assert.All(names, name => Assert.Contains($"`{name}`", documented, StringComparison.Ordinal));
    }

    [Fact]
    public void Alerts_Each_SaysWhatHappensAndWhatToLookAt() => Assert.All(Rules(), rule =>
    {
        Assert.NotNull(rule.At("alert"));
        Assert.Contains(rule.At("labels", "severity").Value(), (string[])["warning", "critical"]);
        Assert.NotEmpty(rule.At("annotations", "summary").Value());
        Assert.NotEmpty(rule.At("annotations", "description").Value());
    });

    [Fact]
    public void Compose_NamesFilesAndServicesThatExist()
    {
        var compose = DeployFiles.Yaml("docker-compose.yml");
        var services = (YamlMappingNode)compose.At("services")!;
        var names = services.Children.Keys.Select(k => k.Value()).ToList();
        Assert.Contains("prometheus", names);
        Assert.Contains("grafana", names);
        foreach (var (name, service) in services.Children)
        {
            foreach (var volume in service.At("volumes").Items().Select(v => v.Value().Split(':')[0]))
            {
                var there = volume.StartsWith("./", StringComparison.Ordinal) ? Path.Exists(Path.Combine(DeployFiles.Root, volume)) : compose.At("volumes", volume) is not null;
                Assert.True(there, $"{name.Value()} mounts {volume}, which is not there.");
            }

            var before = service.At("depends_on") is YamlMappingNode map ? map.Children.Keys : service.At("depends_on").Items();
            Assert.All(before, b => Assert.Contains(b.Value(), names));
        }
    }

    // Every service, also those that take over what another one says.
    private static IEnumerable<(string Name, YamlNode Service)> Services()
    {
        var compose = DeployFiles.Yaml("docker-compose.yml");
        return ((YamlMappingNode)compose.At("services")!).Children.Select(s => (s.Key.Value(), s.Value));
    }

    private static YamlNode? Of(YamlNode service, string field) => service.At(field) ?? (service.At("<<") is { } merged ? Of(merged, field) : null);

    [Fact]
    public void Compose_HasNoPasswordWrittenInIt()
    {
        var text = DeployFiles.Text("docker-compose.yml");
        Assert.DoesNotContain("${CX_", text, StringComparison.Ordinal);
        Assert.All(
            Services().SelectMany(s => (Of(s.Service, "environment") as YamlMappingNode)?.Children.AsEnumerable() ?? []).Where(v => v.Key.Value().Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)),
            v => Assert.EndsWith("FILE", v.Key.Value(), StringComparison.Ordinal));
        Assert.Equal("Accounts", DeployFiles.Yaml("docker-compose.yml").At("x-cluster", "Access__SignIn").Value());
    }

    [Fact]
    public void Compose_EveryService_IsConfinedAndPinned() => Assert.All(Services(), service =>
    {
        Assert.Equal(["ALL"], Of(service.Service, "cap_drop").Items().Select(c => c.Value()));
        Assert.Equal(["no-new-privileges:true"], Of(service.Service, "security_opt").Items().Select(c => c.Value()));
        if (Of(service.Service, "build") is not null)
        {
            Assert.Equal("true", Of(service.Service, "read_only").Value());
            Assert.NotNull(Of(service.Service, "healthcheck"));
        }
        else
        {
            Assert.Matches(@":v?\d+\.\d+", Of(service.Service, "image").Value());
        }
    });

    [Fact]
    public void Image_IsPinnedRunsWithoutRootAndSaysWhetherItIsReady()
    {
        var lines = DeployFiles.Text("Dockerfile").Split('\n');
        Assert.All(lines.Where(l => l.StartsWith("FROM ", StringComparison.Ordinal)), l => Assert.Matches(@":\d+\.\d+( |$)", l));
        Assert.Contains("USER app", lines);
        Assert.Contains(lines, l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
    }

    [Fact]
    public void Prometheus_AsksServicesOfComposeForTheirPorts()
    {
        var services = DeployFiles.Yaml("docker-compose.yml").At("services")!;
        var scraped = DeployFiles.Yaml("deploy/prometheus/prometheus.yml").At("scrape_configs").Items().SelectMany(s => s.At("dns_sd_configs").Items()).ToList();
        Assert.Equal(2, scraped.Count);
        foreach (var target in scraped)
        {
            foreach (var name in target.At("names").Items().Select(n => n.Value()))
            {
                // Silos after the first take their command from it.
                var service = services.At(name) ?? throw new InvalidOperationException($"Compose has no {name}.");
                var command = service.At("command") ?? services.At("silo-1", "command");
                Assert.Contains(command.Items(), c => c.Value().EndsWith($":{target.At("port").Value()}", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Names that Prometheus sees of the instruments that the running product has made, as the exporter forms them.</summary>
    private static async Task<HashSet<string>> ExportedAsync()
    {
        var has = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Product)
                {
                    lock (has)
                    {
                        has.UnionWith(Names(instrument));
                    }
                }
            },
        };
        listener.Start();
        await using var gateway = await EmbeddedGateway.StartAsync();
        await gateway.SendAsync("""{"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop"}""");

        // What the exporter really says of those that have a value already agrees with the names formed here.
        var said = (await gateway.ScrapeAsync()).Keys.Select(k => k.Split('{')[0]).Where(n => n.StartsWith("cx_", StringComparison.Ordinal)).ToList();
        lock (has)
        {
            Assert.Contains("cx_intake_append_duration_seconds_bucket", said);
            Assert.All(said, name => Assert.Contains(name, has));

            // Of a cluster only, which is not run here.
            return [.. has, TelemetryNames.LogReachable.Replace('.', '_')];
        }
    }

    private static IEnumerable<string> Names(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : kind.Contains("Counter", StringComparison.Ordinal) ? [$"{name}_total"]
            : [name];
    }

    [GeneratedRegex(@"\bcx_[a-z_]+\b")]
    private static partial Regex MetricName();
}
