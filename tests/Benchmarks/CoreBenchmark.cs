using System.Diagnostics;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Benchmarks;

/// <summary>What one touchpoint costs: reading its JSON, and deciding on it with the retail pack; against System.Text.Json's own document as the baseline.</summary>
internal static class CoreBenchmark
{
    private const int Customers = 2000;
    private const int Rounds = 20;

    public static IReadOnlyDictionary<string, double> Run()
    {
        var definitions = new CompiledDefinitions(DefinitionReader.Read(SamplePacks.Read("retail")).Set!);
        var lines = Stream.Lines(Customers, Rounds).ToList();
        var documents = Time(lines, l =>
        {
            using var document = System.Text.Json.JsonDocument.Parse(l);
            return document.RootElement.GetProperty("id").GetString();
        });
        var reading = Time(lines, l => TouchpointJson.Read(l).Touchpoint);
        var touchpoints = lines.Select(l => TouchpointJson.Read(l).Touchpoint!).ToList();
        var states = new Dictionary<string, CustomerState>();
        var deciding = Time(touchpoints, t =>
        {
            var state = states.GetValueOrDefault(t.Customer.Value) ?? CustomerState.For(t.Customer);
            return states[t.Customer.Value] = Customer.Decide(state, new RecordTouchpoint { Touchpoint = t }, definitions).Next;
        });
        return new Dictionary<string, double>
        {
            ["touchpoints"] = lines.Count,
            ["jsonDocumentMicroseconds"] = documents,
            ["readMicroseconds"] = reading,
            ["decideMicroseconds"] = deciding,
            ["readAgainstJsonDocument"] = reading / documents,
        };
    }

    // The first pass warms up; the second counts.
    private static double Time<T>(List<T> items, Func<T, object?> act)
    {
        var keep = 0;
        for (var i = 0; i < Math.Min(items.Count, 20_000); i++)
        {
            keep ^= act(items[i])?.GetHashCode() ?? 0;
        }

        var watch = Stopwatch.StartNew();
        foreach (var item in items)
        {
            keep ^= act(item)?.GetHashCode() ?? 0;
        }

        GC.KeepAlive(keep);
        return watch.Elapsed.TotalMicroseconds / items.Count;
    }
}
