namespace CxOrchestrator.Gateway.Keys;

/// <summary>Who may send.</summary>
public sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>Whether touchpoints are taken without a key although people sign in. Default: false. Where nobody signs in no key is needed.</summary>
    public bool Anonymous { get; set; }
}
