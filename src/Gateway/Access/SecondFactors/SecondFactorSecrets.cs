using System.Globalization;
using System.Security.Cryptography;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>
/// Secrets that codes are made from. They leave this process encrypted, each for its account alone: what is stored with one account cannot be read
/// for another.
/// </summary>
internal sealed partial class SecondFactorSecrets(IDataProtectionProvider protection, TimeProvider clock, ILogger<SecondFactorSecrets> logger)
{
    /// <summary>How long somebody has from seeing a new secret to the first code.</summary>
    public static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(15);

    private const string Purpose = "cx.second-factor";

    /// <summary>As long as a SHA-1 hash, as RFC 4226 asks for.</summary>
    private const int Length = 20;

    private const char Separator = '\n';

    public static byte[] Make() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>As it is stored.</summary>
    public string Protect(string account, byte[] secret) => Stored(account).Protect(Convert.ToHexString(secret));

    /// <summary>The secret of an account's second factor; null where the key that it was encrypted with is gone.</summary>
    public byte[]? Read(string account, StoredSecondFactor factor)
    {
        try
        {
            return Convert.FromHexString(Stored(account).Unprotect(factor.Secret));
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(logger, exception, account);
            return null;
        }
    }

    /// <summary>A secret that is no account's until a code of it was right: it goes to the browser and comes back with the code.</summary>
    public string ProtectPending(string account, byte[] secret) => Pending(account).Protect(
        string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(secret)}{Separator}{(clock.GetUtcNow() + PendingFor).ToUnixTimeSeconds()}"));

    /// <summary>Null where it is not ours, of another account, or too old.</summary>
    public byte[]? ReadPending(string account, string? pending)
    {
        try
        {
            return Pending(account).Unprotect(pending ?? "").Split(Separator) is [var secret, var until]
                && DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
                ? Convert.FromHexString(secret)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Stored(string account) => protection.CreateProtector(Purpose, "stored", account);

    private IDataProtector Pending(string account) => protection.CreateProtector(Purpose, "pending", account);

    [LoggerMessage(3407, LogLevel.Warning, "The second factor of {Account} cannot be read: the key that it was encrypted with is missing. An administrator can reset it")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string account);
}
