using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Rules.Policies;

/// <summary>When something happens, if conditions hold, do actions, within limits.</summary>
public sealed record PolicyDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>A policy that is switched off is kept and never looked at.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Service messages and promotions obey different consent; see <see cref="PolicyCategory"/>.</summary>
    public PolicyCategory Category { get; init; } = PolicyCategory.Service;

    /// <summary>0 to 100; the higher is decided first.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>Any of these fires it; at most once per input.</summary>
    public required ImmutableArray<Trigger> Triggers { get; init; }

    public Condition When { get; init; } = Condition.Always;

    /// <summary>Empty where the policy has variants.</summary>
    public required ImmutableArray<ActionTemplate> Actions { get; init; }

    /// <summary>Ways to act of which each customer gets one; empty: all get <see cref="Actions"/>.</summary>
    public ImmutableArray<PolicyVariant> Variants { get; init; } = [];

    /// <summary>After it acted for a customer it rests for this long; null: never.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>An action not sent by this long after its cause is dropped. Default: 24 hours.</summary>
    public TimeSpan ExpiresAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Its exclusion group; null: it competes with nobody.</summary>
    public string? Group { get; init; }

    /// <summary>Percent of the customers, steady by policy and customer, for whom it is recorded as would have fired, 0 to 50.</summary>
    public double ControlGroup { get; init; }

    /// <summary>Percent of the customers, steady by policy and customer, for whom it acts, 1 to 100; who is in stays in as it grows.</summary>
    public double Rollout { get; init; } = 100;

    /// <summary>What it may give away in a day; null: no bound.</summary>
    public PolicyBudget? Budget { get; init; }

    /// <summary>Guardrails that its document asks to be exempt from; publishing it needs somebody who may grant that.</summary>
    public Exemptions Exempt { get; init; }

    /// <summary>Publishing it needs somebody who may grant an exemption.</summary>
    public bool AsksForExemption => Exempt != Exemptions.None;
}

public enum PolicyCategory
{
    /// <summary>Part of what the customer bought: sent unless the customer refused the channel.</summary>
    Service,

    /// <summary>Sent only where the customer agreed to the channel.</summary>
    Promotion,
}
