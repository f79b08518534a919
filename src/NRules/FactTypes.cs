using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>The types that the patterns of rule classes match; facts of other types are not inserted.</summary>
internal sealed class FactTypes
{
    /// <summary>What a rule class can match.</summary>
    public static ImmutableArray<Type> All { get; } =
        [typeof(PolicyFacts), typeof(CustomerState), typeof(Touchpoint), typeof(JourneyInstance), typeof(LowPoint), typeof(HighPoint)];

    private readonly HashSet<Type> _matched = [];

    public FactTypes(ImmutableArray<IRuleDefinition> rules)
    {
        var visitor = new Visitor();
        foreach (var rule in rules)
        {
            visitor.Visit(_matched, rule);
        }
    }

    /// <summary>
    /// A type that the rule matches and that no fact has; null where there is none. Types of the rule's own assembly are left to it: another of
    /// its classes may insert such facts.
    /// </summary>
    public static Type? Strange(IRuleDefinition rule, System.Reflection.Assembly own) =>
        new FactTypes([rule])._matched.FirstOrDefault(t => t.Assembly != own && !All.Any(t.IsAssignableFrom));

    /// <summary>The facts of an input, in an order that is always the same.</summary>
    public List<object> Of(PolicyFacts input)
    {
        var (facts, state) = (new List<object>(), input.Facts.State);
        Add<PolicyFacts>(facts, [input]);
        Add<CustomerState>(facts, [state]);
        Add<Touchpoint>(facts, input.Facts.Touchpoint is { } touchpoint ? [touchpoint] : []);
        Add(facts, state.Instances.AsSpan());
        Add(facts, state.LowPoints.AsSpan());
        Add(facts, state.HighPoints.AsSpan());
        return facts;
    }

    private void Add<T>(List<object> facts, ReadOnlySpan<T> some)
        where T : class
    {
        foreach (var fact in some)
        {
            // A pattern may name a base type, or object.
            if (_matched.Any(t => t.IsAssignableFrom(typeof(T))))
            {
                facts.Add(fact);
            }
        }
    }

    private sealed class Visitor : RuleElementVisitor<HashSet<Type>>
    {
        protected override PatternElement VisitPattern(HashSet<Type> context, PatternElement element)
        {
            if (element.Source is null)
            {
                context.Add(element.ValueType);
            }

            return base.VisitPattern(context, element);
        }
    }
}
