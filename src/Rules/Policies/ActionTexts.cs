using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>The texts of actions that hold fields, each parsed once.</summary>
internal static class ActionTexts
{
    public static IEnumerable<KeyValuePair<string, TextTemplate>> Of(IEnumerable<PolicyDefinition> policies) =>
        from text in policies.SelectMany(p => new ActionPlan(p).All).SelectMany(a => a.Template.Texts).Distinct(StringComparer.Ordinal)
        where text.AsSpan().ContainsAny('{', '}')
        let template = TextTemplate.TryParse(text, out _, out _)
        where template is not null
        select KeyValuePair.Create(text, template);
}
