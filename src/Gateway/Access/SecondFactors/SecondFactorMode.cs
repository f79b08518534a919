namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>Of whom a second factor is required, where people sign in with passwords.</summary>
public enum SecondFactorMode
{
    /// <summary>Everybody may turn it on; those with a role that must have it, and accounts of which it is required, have to.</summary>
    Optional,

    /// <summary>Everybody has to.</summary>
    Required,
}
