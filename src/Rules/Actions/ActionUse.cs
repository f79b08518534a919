namespace CxOrchestrator.Rules.Actions;

/// <summary>What an action asks of limits that customers share, apart from its channel.</summary>
internal readonly record struct ActionUse
{
    /// <summary>Of a callback.</summary>
    public string? Queue { get; init; }

    /// <summary>Of an offer whose code comes from a pool.</summary>
    public string? Codes { get; init; }

    /// <summary>Of an offer with an amount, in the currency of the offer.</summary>
    public decimal? Amount { get; init; }
}
