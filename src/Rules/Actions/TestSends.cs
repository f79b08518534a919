using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// Actions of a draft for somebody who tests it: its messages and offers with their words, of every variant and from after every wait. Nobody
/// decided them: they leave no trace in the customer, take of no limit, and have ids of their own.
/// </summary>
public static class TestSends
{
    /// <summary>What stands in the place of a code.</summary>
    public const string Code = "TEST-CODE";

    /// <summary>How long a test is tried to be sent.</summary>
    public static readonly TimeSpan ExpiresAfter = TimeSpan.FromDays(1);

    /// <param name="policy">As it is drafted.</param>
    /// <param name="facts">Of the customer who gets it.</param>
    /// <param name="run">Names the test: another test has other ids.</param>
    public static ImmutableArray<DecidedAction> Of(PolicyDefinition policy, Facts facts, string run)
    {
        var decision = new PolicyDecision
        {
            Policy = policy.Id,
            PolicyVersion = policy.Version,
            Outcome = PolicyOutcome.Fired,
            At = facts.At,
            Cause = $"test:{run}",
            Because = "Test",
            Journey = facts.Instance?.Journey,
            Correlation = facts.Instance?.Correlation,
            Actions = 1,
        };
        return
        [
            .. facts.Definitions.Actions(policy).All.Where(a => IsSent(a.Template))
                .Select(a => Mark(ActionMaking.Make(policy, decision, a, facts, facts.At) with { ExpiresAt = facts.At + ExpiresAfter, Cooldown = null })),
        ];
    }

    /// <summary>A test sends it; all else would do something real: open a case, call a system, change the customer.</summary>
    public static bool IsSent(ActionTemplate template) => template is MessageTemplate or OfferTemplate;

    private static DecidedAction Mark(DecidedAction action)
    {
        // A code of a pool is for customers.
        var bare = action with { Content = [.. action.Content.Where(c => c.Key != ActionContent.Codes), new(ActionContent.Test, "true")] };
        return action[ActionContent.Codes] is null ? bare : OfferCodes.With(bare, Code);
    }
}
