using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>Tags that tie rules to policies: <c>policy:late-order</c>.</summary>
public static class PolicyTags
{
    /// <summary>What a tag begins with; the policy's id follows.</summary>
    public const string Prefix = "policy:";

    internal static string Of(string policy) => Prefix + policy;

    internal static IEnumerable<string> PoliciesOf(IRuleDefinition rule) =>
        rule.Tags.Where(t => t.StartsWith(Prefix, StringComparison.Ordinal)).Select(t => t[Prefix.Length..]);
}
