using System.Diagnostics.Metrics;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>Names of the gateway's meter and instruments, and the instruments.</summary>
internal sealed class Metrics : IDisposable
{
    public const string MeterName = "CxOrchestrator.Gateway";
    public const string AcceptedName = "cx.intake.accepted";
    public const string RefusedName = "cx.intake.refused";
    public const string AppendTimeName = "cx.intake.append.duration";
    public const string HeldBytesName = "cx.intake.held";
    public const string ConnectionsName = "cx.live.connections";
    public const string ResyncsName = "cx.live.resyncs";

    private readonly Meter _meter;

    public Metrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        Accepted = _meter.CreateCounter<long>(AcceptedName, "{touchpoint}", "Touchpoints durable in the log.");
        Refused = _meter.CreateCounter<long>(RefusedName, "{touchpoint}", "Touchpoints refused with a problem.");
        AppendTime = _meter.CreateHistogram<double>(AppendTimeName, "s", "Time until an append was durable.");
        Resyncs = _meter.CreateCounter<long>(ResyncsName, "{resync}", "Watches that fell behind and were told to read again.");
    }

    public Counter<long> Accepted { get; }

    public Counter<long> Refused { get; }

    public Histogram<double> AppendTime { get; }

    public Counter<long> Resyncs { get; }

    public void WatchHeldBytes(Func<long> bytes) => _meter.CreateObservableGauge(HeldBytesName, bytes, "By", "Bytes of request bodies held.");

    public void WatchConnections(Func<int> count) => _meter.CreateObservableGauge(ConnectionsName, count, "{connection}", "Live connections.");

    public void Dispose() => _meter.Dispose();
}
