namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>What is wrong with a token.</summary>
public enum Spoilt
{
    Nothing,
    Nonce,
    Signature,
    Expired,
    Issuer,
    Audience,
    Subject,

    /// <summary>There is none: the code is refused.</summary>
    Code,
}
