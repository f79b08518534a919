namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>How a touchpoint says whose it is.</summary>
public enum CustomerNaming
{
    /// <summary>By the customer's id.</summary>
    Needed = 0,

    /// <summary>By the customer's id, or by identities: then <see cref="Touchpoint.Customer"/> has no value until one is found.</summary>
    OrIdentities = 1,
}
