namespace CxOrchestrator.Gateway.Access;

/// <summary>What somebody signs in with.</summary>
/// <param name="Name">Of the account.</param>
/// <param name="Password">The account's.</param>
/// <param name="Address">Where it comes from.</param>
internal sealed record SignInTry(string Name, string Password, string Address)
{
    /// <summary>Becomes the account's password; null: it stays.</summary>
    public string? NewPassword { get; init; }

    /// <summary>From an authenticator app, or a recovery code; null or empty: none was given.</summary>
    public string? Code { get; init; }
}
