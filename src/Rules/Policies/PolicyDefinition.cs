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

    /// <summary>Any of these sets it off; at most once per input.</summary>
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
    public double Holdout { get; init; }

    /// <summary>Percent of the customers, steady by policy and customer, for whom it acts, 1 to 100; who is in stays in as it grows.</summary>
    public double Ramp { get; init; } = 100;

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

/// <summary>What sets a policy off; a closed family.</summary>
public abstract record Trigger
{
    private protected Trigger()
    {
    }
}

/// <summary>A touchpoint, also a derived one.</summary>
public sealed record OnTouchpoint : Trigger
{
    public required TouchpointMatch Match { get; init; }
}

/// <summary>A low point opened.</summary>
public sealed record OnLowPointOpened : Trigger
{
    /// <summary>Only of this journey; null: of any.</summary>
    public string? Journey { get; init; }
}

/// <summary>A low point closed.</summary>
public sealed record OnLowPointClosed : Trigger
{
    public string? Journey { get; init; }

    /// <summary>Only with this outcome; null: with any.</summary>
    public Experience.LowPointOutcome? Outcome { get; init; }
}

/// <summary>A high point opened.</summary>
public sealed record OnHighPointOpened : Trigger
{
    public string? Journey { get; init; }
}

/// <summary>An instance entered a stage.</summary>
public sealed record OnStageEntered : Trigger
{
    public required string Journey { get; init; }

    public required string Stage { get; init; }
}

/// <summary>An expectation was missed.</summary>
public sealed record OnExpectationMissed : Trigger
{
    public required string Journey { get; init; }

    /// <summary>Only this one; null: any of the journey.</summary>
    public string? Expectation { get; init; }
}

/// <summary>What a policy does; a closed family. Texts may name fields in braces: <c>{customer.name}</c>, <c>{touchpoint.order}</c>, <c>{name|there}</c> with a fallback.</summary>
public abstract record ActionTemplate
{
    private protected ActionTemplate()
    {
    }

    /// <summary>The channel whose consent is needed; null where none is.</summary>
    public abstract string? ConsentChannel { get; }
}

/// <summary>Send words on a channel.</summary>
public sealed record MessageTemplate : ActionTemplate
{
    public required string Channel { get; init; }

    public string? Subject { get; init; }

    /// <summary>Empty where a template has the words.</summary>
    public string Text { get; init; } = "";

    /// <summary>Id of the template that has the words; null: they stand here.</summary>
    public string? Template { get; init; }

    public override string? ConsentChannel => Channel;
}

/// <summary>Give the customer something, told on a channel.</summary>
public sealed record OfferTemplate : ActionTemplate
{
    public required string Channel { get; init; }

    /// <summary><c>voucher</c>, <c>freeShipping</c>, ... as the shop names it.</summary>
    public required string Offer { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>How long the customer can use it.</summary>
    public TimeSpan? ValidFor { get; init; }

    /// <summary>The pool that its code comes from; null: it has none.</summary>
    public string? Codes { get; init; }

    public string? Text { get; init; }

    /// <summary>Id of the template that has the words; null: they stand here.</summary>
    public string? Template { get; init; }

    public override string? ConsentChannel => Channel;
}

/// <summary>Have a person call: opens a case.</summary>
public sealed record CallbackTemplate : ActionTemplate
{
    public required string Queue { get; init; }

    public CasePriority Priority { get; init; } = CasePriority.Normal;

    /// <summary>The case is overdue this long after it opened.</summary>
    public TimeSpan Due { get; init; } = TimeSpan.FromHours(24);

    public required string Reason { get; init; }

    public override string? ConsentChannel => null;
}

/// <summary>Tell another system: an HTTP POST, signed.</summary>
public sealed record WebhookTemplate : ActionTemplate
{
    public required Uri Url { get; init; }

    /// <summary>Named values of the body, each a text with fields.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Data { get; init; } = [];

    public override string? ConsentChannel => null;
}

public enum CasePriority
{
    Low,
    Normal,
    High,
}
