using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Closures of groups.</summary>
public static class Groups
{
    public static Test All(ImmutableArray<Test> tests) => tests switch
    {
        [] => new(static _ => true, 0),
        [var only] => only,
        [{ Holds: var a }, { Holds: var b }] => Of(tests, facts => a(facts) && b(facts)),
        _ => Of(tests, Every(Predicates(tests))),
    };

    public static Test Any(ImmutableArray<Test> tests) => tests switch
    {
        [] => new(static _ => false, 0),
        [var only] => only,
        _ => Of(tests, One(Predicates(tests))),
    };

    public static Test None(ImmutableArray<Test> tests)
    {
        var one = Any(tests).Holds;
        return Of(tests, facts => !one(facts));
    }

    private static Func<Facts, bool> Every(Func<Facts, bool>[] items) => facts =>
    {
        foreach (var item in items)
        {
            if (!item(facts))
            {
                return false;
            }
        }

        return true;
    };

    private static Func<Facts, bool> One(Func<Facts, bool>[] items) => facts =>
    {
        foreach (var item in items)
        {
            if (item(facts))
            {
                return true;
            }
        }

        return false;
    };

    private static Func<Facts, bool>[] Predicates(ImmutableArray<Test> tests) => [.. tests.Select(t => t.Holds)];

    private static Test Of(ImmutableArray<Test> tests, Func<Facts, bool> holds) => new(holds, tests.Sum(t => t.Price), tests.Any(t => t.Fixed));
}
