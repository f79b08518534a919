using CxOrchestrator.Rules.Forms;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>A page of a form.</summary>
internal sealed record FormView
{
    public required FormDefinition Form { get; init; }

    /// <summary>What is asked, in the customer's language.</summary>
    public required FormTexts Texts { get; init; }

    public required FormWords Words { get; init; }

    /// <summary>The company's name; empty: none.</summary>
    public required string Company { get; init; }

    public FormAnswer Answer { get; init; } = FormAnswer.Empty;

    public FormFaults Faults { get; init; } = FormFaults.None;

    /// <summary>The answer could not be stored.</summary>
    public bool Away { get; init; }

    /// <summary>Of a test message.</summary>
    public bool Test { get; init; }

    /// <summary>It is in a frame of another page.</summary>
    public bool Embedded { get; init; }
}
