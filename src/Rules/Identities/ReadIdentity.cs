namespace CxOrchestrator.Rules.Identities;

/// <summary>An identity as it was read.</summary>
/// <param name="Identity">Its value as it is compared; as it came where it is unusable.</param>
/// <param name="Given">The value as it came.</param>
/// <param name="Problem">Why it identifies nobody.</param>
public readonly record struct ReadIdentity(CustomerIdentity Identity, string Given, IdentityProblem Problem)
{
    public bool IsUsable => Problem == IdentityProblem.None;
}
