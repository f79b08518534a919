using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>What a collector gets.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class OtlpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Collector_NamedInASetting_GetsMetricsAndTraces()
    {
        await using var collector = await Collector.StartAsync();
        await using var gateway = await EmbeddedGateway.StartAsync(
            $"--Telemetry:OtlpEndpoint={collector.Url}", "--Telemetry:TraceRatio=1", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=300", "--OTEL_BSP_SCHEDULE_DELAY=200");
        await gateway.SendAsync("""{"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop"}""");

        // The names stand in the messages as they are.
        await collector.UntilAsync("/v1/metrics", "cx.touchpoints.applied");
        await collector.UntilAsync("/v1/metrics", "cx-gateway");
        await collector.UntilAsync("/v1/traces", "cx.customer.apply");
        await collector.UntilAsync("/v1/traces", "cx.customer.commit");
        await collector.UntilAsync("/v1/traces", "POST /v1/touchpoints");
    }

    [Fact]
    public async Task Collector_WithoutSampling_GetsNoTraceThatBeginsHere()
    {
        await using var collector = await Collector.StartAsync();
        await using (var gateway = await EmbeddedGateway.StartAsync(
            $"--Telemetry:OtlpEndpoint={collector.Url}", "--Telemetry:TraceRatio=0", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=300", "--OTEL_BSP_SCHEDULE_DELAY=200"))
        {
            await gateway.SendAsync("""{"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop"}""");
            await collector.UntilAsync("/v1/metrics", "cx.touchpoints.applied");
        }

        Assert.False(collector.Has("/v1/traces", "cx."));
    }

    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> _got = new();

        public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var collector = new Collector(app);
            app.MapPost("/v1/{kind}", async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                collector._got.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
                return Results.Ok();
            });
            await app.StartAsync();
            return collector;
        }

        public bool Has(string path, string text) => _got.Any(g => g.Path == path && g.Body.Contains(text, StringComparison.Ordinal));

        public async Task UntilAsync(string path, string text)
        {
            var begun = TimeProvider.System.GetTimestamp();
            while (!Has(path, text))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"{path} never brought {text}; {_got.Count} messages came.");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
