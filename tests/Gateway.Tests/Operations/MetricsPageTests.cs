namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>What Prometheus reads off a running product.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class MetricsPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Sent =
        """
        [{"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop"},
         {"id":"2","type":"order.paid","customer":"ann","at":"2026-03-03T09:05:00Z","source":"shop"},
         {"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop"},
         {"id":"9","type":"order.placed","customer":"bob","at":"2026-03-03T09:00:00Z","source":"app"}]
        """;

    [Fact]
    public async Task Metrics_AfterTouchpoints_HaveTheirNumbers()
    {
        await using var gateway = await EmbeddedGateway.StartAsync();
        await gateway.SendAsync(Sent);
        await gateway.SendAsync("{ broken");

        var values = await UntilAsync(
            gateway,
            v => v.GetValueOrDefault("""cx_touchpoints_applied_total{source="shop"}""") == 2
                && v.GetValueOrDefault("cx_customers") == 2 && v.GetValueOrDefault("cx_ledger_waiting", -1) == 0 && v.GetValueOrDefault("cx_ledger_difference", -1) == 0);
        Assert.Equal(1, values["""cx_touchpoints_applied_total{source="app"}"""]);
        Assert.Equal(1, values["""cx_touchpoints_duplicate_total{source="shop"}"""]);
        Assert.Equal(4, values["cx_intake_accepted_total"]);
        Assert.Equal(1, values["""cx_intake_answers_total{http_response_status_code="202"}"""]);
        Assert.Equal(1, values["""cx_intake_answers_total{http_response_status_code="400"}"""]);
        Assert.Equal(8, values["cx_log_partitions"]);
        Assert.Equal(0, values["""cx_log_lag{log="embedded",partition="0"}"""]);
        Assert.True(values["cx_store_transaction_duration_seconds_count"] >= 1);
        Assert.Equal(values["cx_store_transaction_duration_seconds_count"], values["cx_store_transaction_size_count"]);
        Assert.Equal(0, values["cx_live_connections"]);
        Assert.Equal(0, values["cx_sending_stopped"]);
    }

    [Fact]
    public async Task Metrics_SwitchedOff_AreNotThere()
    {
        await using var gateway = await EmbeddedGateway.StartAsync("--Telemetry:Prometheus=false");
        using var response = await gateway.Client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<Dictionary<string, double>> UntilAsync(EmbeddedGateway gateway, Func<Dictionary<string, double>, bool> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var values = await gateway.ScrapeAsync();
            if (holds(values))
            {
                return values;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"Waited {Patience}; the page has {string.Join('\n', values.Where(v => v.Key.StartsWith("cx_", StringComparison.Ordinal)))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
