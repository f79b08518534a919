namespace CxOrchestrator.Rules.Policies.Engines;

public enum PolicyFaultKind
{
    /// <summary>Its conditions threw.</summary>
    Threw = 1,

    /// <summary>The input's conditions had taken as many steps as one input may, so that this policy's were not asked.</summary>
    StepsSpent = 2,
}

/// <summary>A policy whose conditions could not be decided for an input; they count as not holding. Neither folded nor stored.</summary>
/// <param name="Policy">Its id.</param>
/// <param name="PolicyVersion">The version that was asked.</param>
/// <param name="DefinitionsVersion">The set that it was asked in.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What went wrong, in words; of an exception its type and no more, as messages can quote a customer's data.</param>
public sealed record PolicyFault(string Policy, int PolicyVersion, int DefinitionsVersion, PolicyFaultKind Kind, string Message);
