using System.Diagnostics;
using CxOrchestrator.Benchmarks.Pipeline;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// What policies add to a touchpoint's decision, in microseconds and bytes: the decision with them less the decision without any. With 5, 20,
/// 100 and 500 policies that are all looked at to their end, compiled against walked; and with 1,000 published of which ten could match.
/// </summary>
internal static class EngineBenchmark
{
    private const int Customers = 2_000;
    private const int Touchpoints = 40_000;
    private const int Published = 1_000;
    private const int CouldMatch = 10;
    private const int Repeats = 5;

    public static IReadOnlyDictionary<string, double> Run()
    {
        var figures = new Dictionary<string, double>();
        var touchpoints = Stream();
        var without = Measure(Set(ShopDefinitions.WithEveryPolicyEvaluated(1).Split("\n---\n")[0]), CompiledEngine.Instance, touchpoints);
        figures["withoutPoliciesMicroseconds"] = Math.Round(without.Microseconds, 2);
        foreach (var count in (int[])[5, 20, 100, 500])
        {
            var set = Set(ShopDefinitions.WithEveryPolicyEvaluated(count));
            var compiled = Less(Measure(set, CompiledEngine.Instance, touchpoints), without);
            var walked = Less(Measure(set, InterpretingEngine.Instance, touchpoints), without);
            figures[$"policies{count}CompiledMicroseconds"] = Math.Round(compiled.Microseconds, 2);
            figures[$"policies{count}CompiledBytes"] = Math.Round(compiled.Bytes);
            figures[$"policies{count}WalkedMicroseconds"] = Math.Round(walked.Microseconds, 2);
            figures[$"policies{count}CompiledAgainstWalked"] = Math.Round(compiled.Microseconds / walked.Microseconds, 2);
        }

        var published = Less(Measure(Set(ShopDefinitions.ToldApart(Published, CouldMatch)), CompiledEngine.Instance, touchpoints), without);
        figures["published1000CouldMatch10Microseconds"] = Math.Round(published.Microseconds, 2);
        figures["published1000CouldMatch10Bytes"] = Math.Round(published.Bytes);
        return figures;
    }

    private static DefinitionSet Set(string documents) => DefinitionReader.Read([new("shop.yaml", documents)]).Set!;

    private static List<Touchpoint> Stream()
    {
        var stream = new ShopStream(Customers, TimeProvider.System.GetUtcNow());
        var touchpoints = new List<Touchpoint>(Touchpoints);
        for (long n = 0; n < Touchpoints; n++)
        {
            touchpoints.Add(TouchpointJson.Read(stream.Touchpoint(n).Body).Touchpoint!);
        }

        return touchpoints;
    }

    // The best of some runs: what else the machine does only ever adds.
    private static (double Microseconds, double Bytes) Measure(DefinitionSet set, IConditionEngine engine, List<Touchpoint> touchpoints)
    {
        var definitions = new CompiledDefinitions(set, engine);
        var best = (Microseconds: double.MaxValue, Bytes: 0.0);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var states = new Dictionary<CustomerId, CustomerState>();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            foreach (var touchpoint in touchpoints)
            {
                var state = states.GetValueOrDefault(touchpoint.Customer) ?? CustomerState.For(touchpoint.Customer);
                states[touchpoint.Customer] = Customer.Decide(state, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }, definitions).Next;
            }

            var took = watch.Elapsed.TotalMicroseconds / touchpoints.Count;
            if (took < best.Microseconds)
            {
                best = (took, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)touchpoints.Count);
            }
        }

        return best;
    }

    private static (double Microseconds, double Bytes) Less((double Microseconds, double Bytes) with, (double Microseconds, double Bytes) without) =>
        (Math.Max(0.01, with.Microseconds - without.Microseconds), with.Bytes - without.Bytes);
}
