using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// Test sends of a draft: its messages and offers with their personalization, of every variant and from after every wait. No policy decided
/// them, so they leave no trace in the customer, use none of the shared limits, and have ids of their own.
/// </summary>
public static class TestSends
{
    /// <summary>What is sent in place of a code.</summary>
    public const string Code = "TEST-CODE";

    /// <summary>Source of what is recorded of test customers. A customer with touchpoints of no other source exists only for tests.</summary>
    public const string Source = "cx.test";

    /// <summary>How long delivery of a test send is attempted.</summary>
    public static readonly TimeSpan ExpiresAfter = TimeSpan.FromDays(1);

    /// <param name="policy">The draft.</param>
    /// <param name="facts">Of the recipient.</param>
    /// <param name="run">Names the test send: another one has other ids.</param>
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
                .Select(a => Mark(ActionFactory.Make(policy, decision, a, facts, facts.At) with { ExpiresAt = facts.At + ExpiresAfter, Cooldown = null })),
        ];
    }

    /// <summary>Whether a test send includes it. Anything else would do something real: open a case, call a system, change the customer.</summary>
    public static bool IsSent(ActionTemplate template) => template.IsSend;

    /// <summary>Why the customer must not get it: what admission would refuse whatever the time. Null: they may.</summary>
    /// <param name="state">The recipient.</param>
    /// <param name="action">Made by <see cref="Of"/>.</param>
    /// <param name="onlyForTests">The customer exists only for tests: nobody there has agreed to anything, or refused it.</param>
    public static TestRefusal? Refusal(CustomerState state, DecidedAction action, bool onlyForTests)
    {
        if (action[ActionContent.Problem] is { } problem)
        {
            return new(HoldReason.TemplateFailed, problem);
        }

        if (onlyForTests)
        {
            return null;
        }

        return Suppressions.Of(state, action.Channel!) is { } closed ? new(HoldReason.ChannelSuppressed, closed)
            : !Admission.Consents(state, action) ? new(HoldReason.Consent, null)
            : state.PolicySuppression is { } suppression && suppression.Until > action.DecidedAt ? new(HoldReason.CustomerSuppressed, $"The policy {suppression.By} suppressed all others")
            : null;
    }

    private static DecidedAction Mark(DecidedAction action)
    {
        // A code of a pool is for customers.
        var bare = action with { Content = [.. action.Content.Where(c => c.Key != ActionContent.Codes), new(ActionContent.Test, "true")] };
        return action[ActionContent.Codes] is null ? bare : OfferCodes.With(bare, Code);
    }
}
