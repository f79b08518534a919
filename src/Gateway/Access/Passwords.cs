using System.Security.Cryptography;
using CxOrchestrator.Silo.Storage;
using Microsoft.AspNetCore.Identity;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Passwords are kept as salted hashes, and told apart from wrong ones in the same time whether the account is there or not.</summary>
internal sealed class Passwords
{
    public const int LengthMin = 12;
    public const int LengthMax = 200;

    private const int MadeLength = 20;

    // No letters and digits that look alike: people type it once.
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly PasswordHasher<string> _hasher = new();
    private readonly string _nobody;

    public Passwords() => _nobody = Hash("", Make());

    public static string Make() => RandomNumberGenerator.GetString(Signs, MadeLength);

    public string Hash(string account, string password) => _hasher.HashPassword(account, password);

    public bool Is(StoredAccount? account, string password) =>
        _hasher.VerifyHashedPassword(account?.Name ?? "", account?.PasswordHash ?? _nobody, password) != PasswordVerificationResult.Failed
        && account?.PasswordHash is not null;
}
