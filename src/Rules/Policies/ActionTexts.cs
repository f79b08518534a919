using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>The texts of actions that hold fields, each parsed once.</summary>
internal static class ActionTexts
{
    public static IEnumerable<KeyValuePair<string, TextTemplate>> Of(IEnumerable<PolicyDefinition> policies) =>
        from text in policies.SelectMany(p => new ActionPlan(p).All).SelectMany(a => Texts(a.Template)).Distinct(StringComparer.Ordinal)
        where text.AsSpan().ContainsAny('{', '}')
        let template = TextTemplate.TryParse(text, out _, out _)
        where template is not null
        select KeyValuePair.Create(text, template);

    private static IEnumerable<string> Texts(ActionTemplate action) => action switch
    {
        MessageTemplate m => [m.Subject ?? "", m.Text],
        OfferTemplate o => [o.Text ?? ""],
        CallbackTemplate c => [c.Reason],
        SetAttributeTemplate s => [s.Value.Text ?? ""],
        SegmentTemplate or MuteTemplate or WaitTemplate => [],
        WebhookTemplate w => w.Data.Select(d => d.Value),
        _ => throw new System.Diagnostics.UnreachableException($"No texts of {action.GetType().Name}."),
    };
}
