namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>What came of confirming a new second factor.</summary>
internal enum SetUpResult
{
    Enabled,

    /// <summary>It is not a code of the new secret.</summary>
    WrongCode,

    /// <summary>The secret was shown too long ago, or for another account.</summary>
    Expired,

    /// <summary>The account has a second factor already.</summary>
    HasOne,
}
