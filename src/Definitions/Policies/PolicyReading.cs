using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Guardrails;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads a policy.</summary>
internal static class PolicyReading
{
    /// <summary>Longest rest after an action.</summary>
    public static readonly TimeSpan CooldownMax = TimeSpan.FromDays(366);

    /// <summary>Longest an action may wait to be sent.</summary>
    public static readonly TimeSpan ExpiresMax = TimeSpan.FromDays(30);

    public static PolicyDefinition Read(Fields fields, string id, string name, int version, References references, ConditionReading conditions)
    {
        var triggers = new TriggerReading(fields.File, references);
        var actions = new ActionReading(fields.File, references, conditions);
        if (fields.Has("do") && fields.Has("variants"))
        {
            fields.File.Error(fields.PlaceOf("variants"), "a policy has do: or variants:, not both; put what all do into each variant");
        }

        var policy = new PolicyDefinition
        {
            Id = id,
            Name = name,
            Version = version,
            Enabled = fields.Flag("enabled", true),
            Category = fields.Choice("category", PolicyCategory.Service, ("service", PolicyCategory.Service), ("promotion", PolicyCategory.Promotion)),
            Priority = fields.Whole("priority", 0, 100, 50),
            Triggers = [.. fields.Items(fields.Required("on"), "on", TriggerReading.Max).SelectMany(triggers.Read)],
            When = fields.Optional("when") is { } when ? conditions.Read(when) : Condition.Always,
            Actions = fields.Has("variants") ? [] : actions.Required(fields, "do"),
            Variants = actions.Variants(fields),
            Cooldown = fields.Duration("cooldown", CooldownMax),
            ExpiresAfter = fields.Duration("expiresAfter", ExpiresMax) ?? TimeSpan.FromHours(24),
        };
        return PolicyLimits.Read(fields, policy, references);
    }
}
