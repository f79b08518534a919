using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// What policies add to a touchpoint, by engine and number of policies: the time and bytes of a decision less those of the same decision without
/// policies. Ten policies could match (five of five); all but one fail at their last condition, each at one of its own, and one is held by its
/// cooldown, with its reason.
/// </summary>
internal static class EngineBenchmark
{
    private const int MatchingMax = 10;
    private const int Campaigns = 5;
    private const int WarmUps = 5_000;
    private const double SecondsMin = 1.5;
    private const int Rounds = 3;

    private static readonly int[] Counts = [5, 20, 100, 500, 1_000];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId Customer = new("c-1");

    public static IReadOnlyDictionary<string, double> Run()
    {
        (string Name, IConditionEngine Engine)[] engines =
            [("compiled", CompiledEngine.Instance), ("interpreted", InterpretingEngine.Instance), ("nrules", new NRules.NRulesEngine())];
        var figures = new Dictionary<string, double>();
        var none = Measure(new CompiledDefinitions(new DefinitionSet()));
        (figures["withoutPoliciesMicroseconds"], figures["withoutPoliciesBytes"]) = none;
        foreach (var count in Counts)
        {
            foreach (var (name, engine) in engines)
            {
                var (time, bytes) = Measure(new CompiledDefinitions(Policies(count), engine));
                figures[$"{name}{count}Microseconds"] = Math.Max(0, time - none.Microseconds);
                figures[$"{name}{count}Bytes"] = Math.Max(0, bytes - none.Bytes);
            }

            foreach (var (name, _) in engines.Skip(1))
            {
                figures[$"{name}AgainstCompiled{count}"] = figures[$"{name}{count}Microseconds"] / Math.Max(0.01, figures[$"compiled{count}Microseconds"]);
            }
        }

        return figures;
    }

    // The best of some rounds: what else the machine does only adds.
    private static (double Microseconds, double Bytes) Measure(CompiledDefinitions definitions)
    {
        var state = CustomerState.For(Customer);
        var campaigns = Math.Clamp(definitions.Policies.Length / MatchingMax, 1, Campaigns);
        for (var i = 0; i < campaigns; i++)
        {
            state = Decide(state, Touchpoint(i, 0), definitions).Next;
        }

        var inputs = Enumerable.Range(0, campaigns).Select(i => Touchpoint(i, 1)).ToArray();
        Repeat(WarmUps);
        var (best, bytes) = (double.MaxValue, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            var done = 0;
            while (watch.Elapsed.TotalSeconds < SecondsMin / Rounds)
            {
                Repeat(Campaigns * 20);
                done += Campaigns * 20;
            }

            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / done);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / done;
        }

        return (best, bytes);

        void Repeat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Decide(state, inputs[i % inputs.Length], definitions);
            }
        }
    }

    private static Decision Decide(CustomerState state, Touchpoint touchpoint, CompiledDefinitions definitions) =>
        Rules.Customers.Customer.Decide(state, new RecordTouchpoint { Touchpoint = touchpoint }, definitions);

    private static Touchpoint Touchpoint(int campaign, int day) => new()
    {
        Identity = new("bench", $"{campaign}-{day}"),
        Type = "campaign.seen",
        Customer = Customer,
        At = Start.AddDays(day).AddSeconds(campaign),
        Channel = "app",
        Value = new Money { Amount = 49.90m, Currency = "EUR" },
        Attributes = AttributeSet.Of(new NamedValue("campaign", Scalar.Of($"c{campaign}")), new NamedValue("order", Scalar.Of("o-1"))),
    };

    private static DefinitionSet Policies(int count) => new()
    {
        Policies = [.. Enumerable.Range(0, count).Select(i => Policy(i))],
    };

    private static PolicyDefinition Policy(int index) => new()
    {
        Id = $"p{index:0000}",
        Name = $"P {index}",
        Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = "campaign.seen" } }],
        When = new AllOf
        {
            Items =
            [
                Field(FieldRoot.Touchpoint, "campaign", Comparison.Is, Scalar.Of($"c{index / MatchingMax}")),
                Field(FieldRoot.Touchpoint, "channel", Comparison.In, Scalar.Of("app"), Scalar.Of("web")),
                new AnyOf { Items = [Field(FieldRoot.Mood, "", Comparison.Below, Scalar.Of(-0.5)), Field(FieldRoot.Touchpoint, "order", Comparison.Exists)] },
                new NoneOf { Items = [Field(FieldRoot.LowPoint, "open", Comparison.Is, Scalar.Of(true)), Field(FieldRoot.Consent, "email", Comparison.Is, Scalar.Of(false))] },
                Field(FieldRoot.Risk, "", Comparison.AtMost, Scalar.Of(index % MatchingMax == 0 ? 100 : -index % MatchingMax)),
            ],
        },
        Actions = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
        Cooldown = TimeSpan.FromDays(30),
    };

    private static FieldIs Field(FieldRoot root, string name, Comparison comparison, params ImmutableArray<Scalar> values) =>
        new() { Field = new(root, name), Comparison = comparison, Values = values };
}
