using CxOrchestrator.Definitions.Journeys;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Guardrails;

/// <summary>Reads what a policy says of its own limits: group, controlGroup, rollout, budget, exempt.</summary>
internal static class PolicyLimits
{
    private const int ExemptionsMax = 2;

    public static PolicyDefinition Read(Fields fields, PolicyDefinition policy, References references)
    {
        var group = fields.Optional("group");
        var id = fields.Text(group, "group", Fields.IdLengthMax);
        if (id is not null)
        {
            references.Group(fields.File, group!.Place, id);
        }

        return policy with
        {
            Group = id,
            ControlGroup = fields.Number("controlGroup", 0, 50, 0),
            Rollout = fields.Number("rollout", 1, 100, 100),
            Budget = fields.Optional("budget") is { } node && Fields.Open(fields.File, node, Shape.Budget) is { } budget ? Budget(budget, policy) : null,
            Exempt = Exempt(fields, policy),
        };
    }

    private static PolicyBudget Budget(Fields fields, PolicyDefinition policy)
    {
        var amount = fields.Optional("perDay") is { } node ? fields.Number(node, "perDay", 0.01, PolicyBudget.AmountMax) : null;
        var actions = fields.Whole(fields.Optional("actionsPerDay"), "actionsPerDay", 1, PolicyBudget.ActionsMax);
        var currency = Currencies.Read(fields, "currency");
        if (fields.Has("perDay") != fields.Has("currency"))
        {
            var (there, missing) = fields.Has("perDay") ? ("perDay", "currency") : ("currency", "perDay");
            fields.File.Error(fields.PlaceOf(there), $"'{missing}' is missing; an amount and its currency go together");
        }
        else if (!fields.Has("perDay") && !fields.Has("actionsPerDay"))
        {
            fields.File.Error(fields.Place, "a budget says perDay with its currency, or actionsPerDay");
        }

        var cents = amount is { } a ? (long)Math.Floor((decimal)a * 100) : (long?)null;
        if (cents is { } most && currency is not null)
        {
            CheckOffers(fields, policy, most, currency);
        }

        return new PolicyBudget { CentsPerDay = cents, Currency = currency, ActionsPerDay = actions, Zone = TimeZones.Read(fields, "timeZone") };
    }

    private static void CheckOffers(Fields fields, PolicyDefinition policy, long cents, string currency)
    {
        var offers = new ActionPlan(policy).All.Select(a => a.Template).OfType<OfferTemplate>().Where(o => o.Amount is not null).ToList();
        if (offers.Count == 0)
        {
            fields.File.Error(fields.PlaceOf("perDay"), "no offer of the policy has an amount, so there is nothing to count; write actionsPerDay, or give an offer its amount");
        }

        if (offers.Find(o => o.Currency is not null && o.Currency != currency) is { } other)
        {
            fields.File.Error(fields.PlaceOf("currency"), $"the policy offers {other.Currency}, its budget is in {currency}; use one currency");
        }
        else if (offers.Find(o => o.Amount * 100 > cents) is { } large)
        {
            fields.File.Error(fields.PlaceOf("perDay"), FormattableString.Invariant($"an offer of {large.Amount} is more than the whole day's budget; raise the budget or lower the offer"));
        }
    }

    private static Exemptions Exempt(Fields fields, PolicyDefinition policy)
    {
        var exempt = Exemptions.None;
        foreach (var item in fields.Items(fields.Optional("exempt"), "exempt", ExemptionsMax))
        {
            exempt |= Exempt(fields, item);
        }

        if (exempt != Exemptions.None && policy.Category != PolicyCategory.Service)
        {
            fields.File.Error(fields.PlaceOf("exempt"), "a promotion cannot be exempt; only policies of category service can");
        }

        return exempt;
    }

    private static Exemptions Exempt(Fields fields, Node node)
    {
        switch (fields.Text(node, "exempt", Fields.IdLengthMax))
        {
            case null:
                return Exemptions.None;
            case "frequencyCaps":
                return Exemptions.FrequencyCaps;
            case "quietHours":
                return Exemptions.QuietHours;
            case var word:
                fields.File.Error(node.Place, $"'exempt' lists frequencyCaps, quietHours{Spelling.Suggest(word, ["frequencyCaps", "quietHours"])}");
                return Exemptions.None;
        }
    }
}
