using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access;

/// <summary>What came of signing in with a password.</summary>
internal enum SignInResult
{
    Entered,

    /// <summary>The account or its password is wrong; which of them is not said.</summary>
    Wrong,

    /// <summary>Too many were wrong.</summary>
    Wait,

    /// <summary>The password is right, and is good for choosing another one only.</summary>
    MustChange,

    /// <summary>The new password cannot be used.</summary>
    BadPassword,

    /// <summary>The password is right, and a code is needed as well.</summary>
    CodeNeeded,

    /// <summary>The password is right, and is good for setting up a second factor only.</summary>
    SetUpNeeded,

    /// <summary>The password is right and the code is not, or it was used already.</summary>
    WrongCode,

    /// <summary>Codes of this account cannot be checked any more: an administrator has to reset its second factor.</summary>
    CodeUnreadable,
}

/// <param name="Result">What came of it.</param>
/// <param name="Account">Who entered; or else, where it is given, whose password was right.</param>
/// <param name="WaitFor">How long to wait.</param>
/// <param name="Problem">Why the new password cannot be used.</param>
internal sealed record SignInOutcome(SignInResult Result, StoredAccount? Account = null, TimeSpan WaitFor = default, string? Problem = null);
