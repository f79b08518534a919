using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Looks for promotions by e-mail that offer no way to unsubscribe: laws ask for one, and so do the large mailbox providers.</summary>
internal static class UnsubscribeCheck
{
    private const string Email = "email";

    /// <summary>The texts that have no such link, as a warning names them; none where all have one.</summary>
    public static IEnumerable<string> Missing(PolicyDefinition policy, Func<string, TemplateDefinition?> template)
    {
        if (policy.Category != PolicyCategory.Promotion)
        {
            return [];
        }

        var sends = new ActionPlan(policy).All.Select(a => a.Template).OfType<SendTemplate>().Where(s => string.Equals(s.Channel, Email, StringComparison.OrdinalIgnoreCase));
        return sends.SelectMany(s => Missing(s, template)).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Missing(SendTemplate send, Func<string, TemplateDefinition?> template)
    {
        if (send.TemplateId is { } id)
        {
            return (template(id)?.Languages ?? []).Where(t => !HasLink(t.Text)).Select(t => $"template '{id}' ({t.Language})");
        }

        return send.Shown is { Text: { Length: > 0 } text } && (TextTemplate.TryParse(text, out _, out _) is not { } parsed || !HasLink(parsed)) ? [$"the {send.Word}"] : [];
    }

    private static bool HasLink(IText text) => text.Names.Any(n => n.IsLink);
}
