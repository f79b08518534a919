using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CxOrchestrator.Silo.Tests.Telemetry;

/// <summary>Listens to one meter and adds up what its counters count; gauges have their last values, histograms what was recorded.</summary>
internal sealed class MeterProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Name, string Tags), double> _sums = new();
    private readonly ConcurrentDictionary<(string Name, string Tags), double> _last = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _recorded = new();

    public MeterProbe(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Take(i, value, tags));
        _listener.Start();
    }

    /// <summary>What a counter has counted, with tags as <c>name=value,name=value</c> in the order of their names.</summary>
    public double Sum(string name, string tags = "") => _sums.GetValueOrDefault((name, tags));

    /// <summary>What a gauge says now; null where it says nothing.</summary>
    public double? Gauge(string name, string tags = "")
    {
        _last.Clear();
        _listener.RecordObservableInstruments();
        return _last.TryGetValue((name, tags), out var value) ? value : null;
    }

    public IReadOnlyCollection<double> Recorded(string name) => _recorded.TryGetValue(name, out var values) ? values : [];

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument.Name, string.Join(',', tags.ToArray().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}")));
        _sums.AddOrUpdate(key, value, (_, sum) => sum + value);
        _last[key] = value;
        _recorded.GetOrAdd(instrument.Name, _ => new()).Enqueue(value);
    }
}
