namespace CxOrchestrator.Rules.Guardrails;

/// <summary>What quiet hours do for a customer whose time zone is unknown.</summary>
public enum UnknownZone
{
    /// <summary>The customer counts as living in the fallback zone.</summary>
    Fallback,

    /// <summary>Nothing goes out until the zone is known.</summary>
    Closed,
}
