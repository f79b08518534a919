using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Silo.Catalogue;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>Metrics for Prometheus, and metrics and traces over OTLP where a collector is named.</summary>
public static class TelemetryExtensions
{
    // Prometheus keeps the ending _count for histograms: gauges of the runtime that have it get another name.
    private static readonly (string Name, string Plain)[] Counted =
        [("dotnet.assembly.count", "dotnet.assemblies"), ("dotnet.process.cpu.count", "dotnet.process.cpus"), ("dotnet.timer.count", "dotnet.timers")];

    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Any of them switches sending on.</summary>
    private static readonly string[] OtlpEndpoints = [OtlpEndpoint, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Exports what the process measures, under that name unless <c>OTEL_SERVICE_NAME</c> gives another.</summary>
    public static TBuilder AddTelemetry<TBuilder>(this TBuilder builder, string service)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddTelemetryOptions();
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options.OtlpEndpoint is { Length: > 0 } endpoint)
        {
            builder.Configuration[OtlpEndpoint] = endpoint;
        }

        var sends = OtlpEndpoints.Any(e => !string.IsNullOrEmpty(builder.Configuration[e]));
        if (!sends && !options.Prometheus)
        {
            return builder;
        }

        var telemetry = builder.Services.AddOpenTelemetry();
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"]))
        {
            telemetry.ConfigureResource(resource => resource.AddService(service));
        }

        telemetry.WithMetrics(metrics => Measure(metrics, options, sends));
        if (sends)
        {
            telemetry.WithTracing(tracing => Trace(tracing, options, ownSampler: string.IsNullOrEmpty(builder.Configuration["OTEL_TRACES_SAMPLER"])));
        }

        return builder;
    }

    /// <summary>Answers Prometheus, unless that is switched off.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IOptions<TelemetryOptions>>().Value.Prometheus)
        {
            routes.MapPrometheusScrapingEndpoint(TelemetryOptions.MetricsPath);
        }
    }

    /// <summary>What a silo measures; the store's own services measure themselves where this was added.</summary>
    internal static IServiceCollection AddSiloMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddTelemetryOptions();
        services.AddSingleton<SiloMetrics>();
        services.AddSingleton<StoreSampler>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreSampler>());
        return services;
    }

    internal static ICustomerStore Measured(this IServiceProvider services, ICustomerStore store) =>
        services.GetService<SiloMetrics>() is { } metrics ? new MeasuredCustomerStore(store, metrics, services.GetService<CatalogueGatherer>()) : store;

    internal static ICustomerErasures Measured(this IServiceProvider services, ICustomerErasures erasures) =>
        services.GetService<SiloMetrics>() is { } metrics ? new MeasuredErasures(erasures, metrics) : erasures;

    internal static IDeadLetters Measured(this IServiceProvider services, IDeadLetters letters) =>
        services.GetService<SiloMetrics>() is { } metrics ? new MeasuredDeadLetters(letters, metrics) : letters;

    internal static IOutbox Measured(this IServiceProvider services, IOutbox outbox) =>
        services.GetService<SiloMetrics>() is { } metrics ? new MeasuredOutbox(outbox, metrics) : outbox;

    private static void AddTelemetryOptions(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>());
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetryOptions options, bool sends)
    {
        metrics.AddMeter(TelemetryNames.Product, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel").AddMeter([.. options.Meters]);
        foreach (var (name, plain) in Counted)
        {
            metrics.AddView(name, plain);
        }

        if (options.Prometheus)
        {
            metrics.AddPrometheusExporter();
        }

        if (sends)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static void Trace(TracerProviderBuilder tracing, TelemetryOptions options, bool ownSampler)
    {
        tracing.AddSource(TelemetryNames.Product, "System.Net.Http");

        // Who looks whether it runs is not worth a trace.
        tracing.AddAspNetCoreInstrumentation(requests => requests.Filter = http =>
            !http.Request.Path.StartsWithSegments(TelemetryOptions.MetricsPath, StringComparison.Ordinal) && !http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal));
        if (ownSampler)
        {
            tracing.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)));
        }

        tracing.AddOtlpExporter();
    }
}
