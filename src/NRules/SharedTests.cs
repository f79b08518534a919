using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.NRules;

/// <summary>
/// One test for all conditions of a set that say the same: NRules shares a node of its network between rules whose expressions are equal, and a
/// delegate equals only itself.
/// </summary>
internal sealed class SharedTests(CompiledDefinitions definitions)
{
    private readonly PredicateCompiler _compiler = new(definitions);
    private readonly Dictionary<Condition, Test> _tests = new(ConditionEquality.Instance);

    /// <summary>
    /// The tests of each policy of a group, by place, all of which must hold. A test that several policies share is one of its own and comes first, so that
    /// the network asks it once; the rest of a policy's is one test. A test that might fail keeps its place.
    /// </summary>
    public ImmutableArray<ImmutableArray<Func<Facts, bool>>> OfGroup(ImmutableArray<PolicyDefinition> group)
    {
        var conditions = group.Select(p => Parts(p.When).Distinct(ConditionEquality.Instance).ToArray()).ToArray();
        var sharing = conditions.SelectMany(c => c).CountBy(c => c, ConditionEquality.Instance).ToDictionary(ConditionEquality.Instance);
        return [.. conditions.Select(c => Joined(Ordered(c, sharing), sharing))];
    }

    private static ImmutableArray<Condition> Parts(Condition when) => when is AllOf all ? [.. all.Items.SelectMany(i => Parts(i))] : [when];

    private IEnumerable<Condition> Ordered(Condition[] conditions, Dictionary<Condition, int> sharing)
    {
        var from = 0;
        for (var i = 0; i <= conditions.Length; i++)
        {
            if (i < conditions.Length && !Test(conditions[i]).Fixed)
            {
                continue;
            }

            foreach (var condition in conditions[from..i].OrderByDescending(c => sharing[c]).ThenBy(c => Test(c).Price))
            {
                yield return condition;
            }

            if (i < conditions.Length)
            {
                yield return conditions[i];
            }

            from = i + 1;
        }
    }

    private ImmutableArray<Func<Facts, bool>> Joined(IEnumerable<Condition> conditions, Dictionary<Condition, int> sharing)
    {
        var tests = ImmutableArray.CreateBuilder<Func<Facts, bool>>();
        var own = new List<Test>();
        foreach (var condition in conditions)
        {
            if (sharing[condition] == 1)
            {
                own.Add(Test(condition));
                continue;
            }

            Flush();
            tests.Add(Test(condition).Holds);
        }

        Flush();
        return tests.DrainToImmutable();

        void Flush()
        {
            if (own.Count > 0)
            {
                tests.Add(Groups.All([.. own]).Holds);
                own.Clear();
            }
        }
    }

    private Test Test(Condition condition)
    {
        if (!_tests.TryGetValue(condition, out var test))
        {
            _tests.Add(condition, test = _compiler.Compile(condition));
        }

        return test;
    }
}
