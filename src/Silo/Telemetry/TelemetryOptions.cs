using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>What a process reports, and to which collector. The variables of OpenTelemetry (<c>OTEL_*</c>) hold as well.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where Prometheus finds the metrics.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>Answers Prometheus on <c>/metrics</c>. Default: true.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>Collector that gets metrics and traces over OTLP; <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says the same. Default: none.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>
    /// Part of the traces that begin here and are kept; what another system began is kept where that one keeps it. Traces are made only where
    /// they are sent. <c>OTEL_TRACES_SAMPLER</c> goes before. Default: 0.01. Bound: 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 0.01;

    /// <summary>
    /// How often figures that only the store knows are read from it, by one silo for all; not at all while nobody asks for metrics.
    /// Default: 10 s. Bound: 1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SampleEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Meters of libraries to report as well, for example <c>Npgsql</c> or <c>Microsoft.Orleans</c>. Default: none but the runtime's.</summary>
    public IList<string> Meters { get; } = [];
}

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
