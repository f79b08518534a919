using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>What documents take a field of a touchpoint for: a value of another kind compares with nothing, and is noted.</summary>
/// <param name="Field">As conditions name it.</param>
/// <param name="Kinds">Kinds that some document can use.</param>
/// <param name="Why">What is expected, and by which document.</param>
internal sealed record ExpectedKind(string Field, ImmutableArray<ScalarKind> Kinds, string Why)
{
    public bool Fits(in Scalar value) => value.Kind == ScalarKind.None || Kinds.Contains(value.Kind);
}

/// <summary>The expected kinds of all fields of one type of touchpoints.</summary>
internal static class ExpectedKinds
{
    public static ImmutableArray<ExpectedKind> For(string type, CompiledDefinitions definitions)
    {
        var expected = new Dictionary<string, (HashSet<ScalarKind> Kinds, string By)>(StringComparer.Ordinal);
        foreach (var policy in definitions.Active)
        {
            OfPolicy(policy, type, (field, kind) => Add(field, kind, $"the policy {policy.Id}"));
        }

        foreach (var segment in definitions.Set.Segments)
        {
            OfWindows(segment.When, type, (field, kind) => Add(field, kind, $"the segment {segment.Id}"));
            OfCustomer(segment.When, type, (field, kind) => Add(field, kind, $"the segment {segment.Id}"));
        }

        foreach (var journey in definitions.Set.Journeys)
        {
            OfJourney(journey, type, (field, kind) => Add(field, kind, $"the journey {journey.Id}"));
        }

        return [.. expected.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new ExpectedKind(e.Key, [.. e.Value.Kinds.Order()], $"{Word(e.Value.Kinds.Min())} is expected by {e.Value.By}"))];

        void Add(string field, ScalarKind kind, string by)
        {
            if (!expected.TryGetValue(field, out var had))
            {
                expected[field] = had = ([], by);
            }

            had.Kinds.Add(kind);
        }
    }

    private static void OfPolicy(PolicyDefinition policy, string type, Action<string, ScalarKind> add)
    {
        var own = false;
        foreach (var trigger in policy.Triggers)
        {
            OfMatches([.. trigger.Touchpoints()], type, add);
            own |= trigger.FiredBy.Any(m => m.MatchesType(type));
        }

        if (own)
        {
            OfFields(policy.When, FieldRoot.Touchpoint, add);
        }

        OfWindows(policy.When, type, add);
        OfCustomer(policy.When, type, add);
    }

    private static void OfJourney(JourneyDefinition journey, string type, Action<string, ScalarKind> add)
    {
        OfMatches(journey.Exit, type, add);
        OfMatches(journey.Contacts, type, add);
        OfMatches(journey.Recovery, type, add);
        OfMatches([.. journey.Stages.SelectMany(s => s.Enter)], type, add);
        OfMatches([.. journey.Expectations.SelectMany(e => e.After.AddRange(e.Expect))], type, add);
        OfMatches([.. journey.Experiences.Select(e => e.Match)], type, add);
    }

    private static void OfMatches(ImmutableArray<TouchpointMatch> matches, string type, Action<string, ScalarKind> add)
    {
        foreach (var match in matches)
        {
            if (match.MatchesType(type))
            {
                foreach (var field in match.Where)
                {
                    OfField(field, add);
                }
            }
        }
    }

    private static void OfWindows(Condition condition, string type, Action<string, ScalarKind> add)
    {
        foreach (var (counter, ofNumbers) in condition.All().SelectMany(c => c.LookBacks).Where(l => l.Counter.Match.MatchesType(type)))
        {
            OfMatches([counter.Match], type, add);
            if (ofNumbers && counter.Field is { } field)
            {
                add(field, ScalarKind.Number);
            }
        }
    }

    // What an update states is read by conditions about the customer.
    private static void OfCustomer(Condition condition, string type, Action<string, ScalarKind> add)
    {
        if (type == CustomerUpdates.Type)
        {
            OfFields(condition, FieldRoot.Customer, (name, kind) => add(TouchpointFields.AttributeName(name), kind));
        }
    }

    private static void OfFields(Condition condition, FieldRoot root, Action<string, ScalarKind> add)
    {
        foreach (var field in condition.All().SelectMany(c => c.Compares).Where(f => f.Field.Root == root))
        {
            OfField(field, add);
        }
    }

    private static void OfField(FieldIs field, Action<string, ScalarKind> add)
    {
        if (field.Comparison is Comparison.Exists or Comparison.Missing)
        {
            return;
        }

        foreach (var value in field.Values)
        {
            add(field.Field.Name, value.Kind);
        }

        if (field.Comparison == Comparison.Contains)
        {
            add(field.Field.Name, ScalarKind.List);
        }
    }

    private static string Word(ScalarKind kind) => kind switch
    {
        ScalarKind.Number => "a number",
        ScalarKind.Flag => "true or false",
        ScalarKind.List => "a list",
        _ => "a text",
    };
}
