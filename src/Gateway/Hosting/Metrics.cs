using System.Diagnostics.Metrics;
using CxOrchestrator.Hosting.Telemetry;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>What the gateway counts; the meter is the product's, which its silo has as well where both are one process.</summary>
internal sealed class Metrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _answers;

    public Metrics(IMeterFactory meters)
    {
        _meter = meters.Create(TelemetryNames.Product);
        _answers = _meter.CreateCounter<long>(TelemetryNames.IntakeAnswers, "{request}", "Requests that brought touchpoints, by the status they were answered with.");
        Accepted = _meter.CreateCounter<long>(TelemetryNames.IntakeAccepted, "{touchpoint}", "Touchpoints durable in the log.");
        Refused = _meter.CreateCounter<long>(TelemetryNames.IntakeRefused, "{touchpoint}", "Touchpoints refused with a problem.");
        AppendTime = _meter.CreateHistogram<double>(TelemetryNames.IntakeAppendTime, "s", "Time until an append was durable.");
        Resyncs = _meter.CreateCounter<long>(TelemetryNames.LiveResyncs, "{resync}", "Watches that fell behind and were asked to read again.");
    }

    public Counter<long> Accepted { get; }

    public Counter<long> Refused { get; }

    public Histogram<double> AppendTime { get; }

    public Counter<long> Resyncs { get; }

    public void Answered(int status) => _answers.Add(1, new KeyValuePair<string, object?>(TelemetryNames.StatusCode, status));

    public void WatchHeldBytes(Func<long> bytes) => _meter.CreateObservableGauge(TelemetryNames.IntakeHeld, bytes, "By", "Bytes of request bodies held.");

    public void WatchConnections(Func<int> count) => _meter.CreateObservableGauge(TelemetryNames.LiveConnections, count, "{connection}", "Live connections.");
}
