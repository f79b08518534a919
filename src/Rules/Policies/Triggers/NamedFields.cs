using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>The fields of the touchpoint that a policy names in its conditions and texts: what a wait keeps of the touchpoint that began it.</summary>
internal static class NamedFields
{
    /// <summary>Longest text that is kept, in characters; more is cut.</summary>
    public const int TextLengthMax = 200;

    /// <summary>The only list that is kept: it is short.</summary>
    private const string ReasonsField = "reasons";

    private static readonly HashSet<string> Own = ["type", "source", "channel", "amount", "currency", "nps", "csat", "ces", "text", "lang", "sentiment", ReasonsField];

    public static ImmutableArray<string> OfTouchpoint(PolicyDefinition policy, CompiledDefinitions definitions) =>
    [
        .. InCondition(policy.When)
            .Concat(new ActionPlan(policy).All.Select(a => a.Template).OfType<WaitTemplate>().SelectMany(w => InCondition(w.Check)))
            .Concat(ActionTexts.Of([policy]).SelectMany(t => t.Value.Fields.Select(f => f.Field)))
            .Concat(Templates(policy, definitions).SelectMany(t => t.Languages).SelectMany(t => t.Text.Names.Concat(t.Subject?.Names ?? [])))
            .Where(f => f.Root == FieldRoot.Touchpoint).Select(f => f.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The values of these of its fields, by the names that documents use.</summary>
    public static AttributeSet Keep(Touchpoint touchpoint, ImmutableArray<string> fields)
    {
        var kept = new List<NamedValue>();
        foreach (var name in fields)
        {
            var value = TouchpointFields.Read(touchpoint, name);
            if (value is { Kind: ScalarKind.Text, Text.Length: > TextLengthMax })
            {
                value = Scalar.Of(Graphemes.Cut(value.Text, TextLengthMax));
            }

            if (value.Kind is not (ScalarKind.None or ScalarKind.List) || (value.Kind == ScalarKind.List && name == ReasonsField))
            {
                kept.Add(new(name, value));
            }
        }

        return AttributeSet.Of(kept);
    }

    /// <summary>Fields of these that a wait cannot keep as they are.</summary>
    public static IEnumerable<(string Field, Scalar Value, string Why)> NotKept(Touchpoint touchpoint, ImmutableArray<string> fields)
    {
        foreach (var name in fields)
        {
            var value = TouchpointFields.Read(touchpoint, name);
            if (value.Kind == ScalarKind.List && name != ReasonsField)
            {
                yield return (name, value, "a list is not kept while the policy waits");
            }
            else if (value is { Kind: ScalarKind.Text, Text.Length: > TextLengthMax })
            {
                yield return (name, value, $"cut to {TextLengthMax} characters while the policy waits");
            }
        }
    }

    /// <summary>A touchpoint whose named fields read as those of the one that began the wait.</summary>
    public static Touchpoint Rebuild(PolicyWait wait, CustomerId customer)
    {
        var feedback = new Feedback
        {
            Nps = Whole(wait.Kept["nps"]),
            Csat = Whole(wait.Kept["csat"]),
            Ces = Whole(wait.Kept["ces"]),
            Text = wait.Kept["text"].Text,
            Lang = wait.Kept["lang"].Text,
            Sentiment = wait.Kept["sentiment"] is { Kind: ScalarKind.Number } sentiment ? sentiment.Number : null,
            Reasons = [.. wait.Kept[ReasonsField].Items.ToArray().Select(r => r.Text ?? "")],
        };
        return new Touchpoint
        {
            Identity = new(wait.Kept["source"].Text ?? Turn.DerivedSource, wait.Cause ?? wait.Trigger),
            Type = wait.Type ?? "",
            Customer = customer,
            At = wait.BeganAt,
            Channel = wait.Kept["channel"].Text,
            Feedback = feedback,
            Value = wait.Kept["amount"].Kind == ScalarKind.None && wait.Kept["currency"].Kind == ScalarKind.None
                ? null
                : new Money { Amount = Numbers.ToDecimal(wait.Kept["amount"].Number), Currency = wait.Kept["currency"].Text ?? "" },
            Attributes = AttributeSet.Of(wait.Kept.Values.Where(v => !Own.Contains(v.Name)).Select(v => new NamedValue(TouchpointFields.AttributeName(v.Name), v.Value)).ToList()),
        };
    }

    private static IEnumerable<TemplateDefinition> Templates(PolicyDefinition policy, CompiledDefinitions definitions) =>
        new ActionPlan(policy).All.Select(a => a.Template.TemplateId is { } id ? definitions.Template(id) : null).OfType<TemplateDefinition>();

    private static int? Whole(in Scalar value) => value.Kind == ScalarKind.Number ? Numbers.ToInt(value.Number) : null;

    private static IEnumerable<FieldPath> InCondition(Condition condition) => condition.All().SelectMany(c => c.Compares).Select(f => f.Field);
}
