namespace CxOrchestrator.Rules.Identities;

/// <summary>Why a value identifies nobody. Stored: numbers stay.</summary>
public enum IdentityProblem
{
    None = 0,

    /// <summary>It cannot be one of its kind: an address without a domain, a number that nobody can call.</summary>
    Unreadable = 1,

    /// <summary>A value that systems send where they know nothing, or that the company's list names.</summary>
    Junk = 2,
}
