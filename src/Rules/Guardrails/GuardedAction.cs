using System.Globalization;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>What limits ask of an action, whether it is decided or only thought of.</summary>
internal sealed record GuardedAction
{
    /// <summary>The action's id, or another name where it is only thought of.</summary>
    public required string Seed { get; init; }

    public required string Policy { get; init; }

    public required PolicyCategory Category { get; init; }

    /// <summary>Of a message or an offer; null: it does not reach the customer.</summary>
    public string? Channel { get; init; }

    /// <summary>Of a callback.</summary>
    public string? Queue { get; init; }

    /// <summary>Of an offer whose code comes from a pool.</summary>
    public string? Codes { get; init; }

    /// <summary>Of an offer with an amount.</summary>
    public long? Cents { get; init; }

    /// <summary>By the policy as it is published; none for one that no longer is.</summary>
    public Exemptions Exempt { get; init; }

    public PolicyBudget? Budget { get; init; }

    public static GuardedAction Of(DecidedAction action, PolicyDefinition? policy) => new()
    {
        Seed = action.Id,
        Policy = action.Policy,
        Category = action.Category,
        Channel = action.Channel,
        Queue = action.Kind == ActionKind.Callback ? action[ActionContent.Queue] : null,
        Codes = action.Kind == ActionKind.Offer ? action[ActionContent.Codes] : null,
        Cents = action.Kind == ActionKind.Offer && action[ActionContent.Amount] is { } amount ? CentsOf(decimal.Parse(amount, NumberStyles.Number, CultureInfo.InvariantCulture)) : null,
        Exempt = policy?.Exempt ?? Exemptions.None,
        Budget = policy?.Budget,
    };

    public static GuardedAction Of(ActionTemplate template, int ordinal, PolicyDefinition policy) => new()
    {
        Seed = $"{policy.Id}/{ordinal}",
        Policy = policy.Id,
        Category = policy.Category,
        Channel = template.ConsentChannel,
        Queue = template.Use.Queue,
        Codes = template.Use.Codes,
        Cents = template.Use.Amount is { } amount ? CentsOf(amount) : null,
        Exempt = policy.Exempt,
        Budget = policy.Budget,
    };

    /// <summary>It counts for caps.</summary>
    public bool Counts => Channel is not null && !Exempt.HasFlag(Exemptions.FrequencyCaps);

    // Rounded up: a budget is never overdrawn by what lies below a cent.
    private static long CentsOf(decimal amount) => (long)Math.Ceiling(amount * 100);
}
