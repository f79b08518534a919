namespace CxOrchestrator.Rules.Guardrails;

/// <summary>Guardrails that a policy of the service category is exempt from, because its document says so.</summary>
[Flags]
public enum Exemptions
{
    None = 0,

    /// <summary>No frequency cap holds its messages, and they count for none.</summary>
    FrequencyCaps = 1,

    /// <summary>Its messages go out at any hour.</summary>
    QuietHours = 2,
}
