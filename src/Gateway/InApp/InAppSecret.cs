using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>Secrets that sign the tokens of customers' apps: encrypted for the store, each for its key alone.</summary>
internal sealed partial class InAppSecret(IDataProtectionProvider protection, ILogger<InAppSecret> logger)
{
    private const string Purpose = "cx.in-app-key";
    private const string IdPrefix = "app-";
    private const int IdLength = 8;

    // 43 of 62 signs: 256 bits.
    private const int SecretLength = 43;
    private const string Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string IdSigns = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static (string Id, string Secret) Make() => ($"{IdPrefix}{RandomNumberGenerator.GetString(IdSigns, IdLength)}", RandomNumberGenerator.GetString(Signs, SecretLength));

    public string Protect(string id, string secret) => protection.CreateProtector(Purpose, id).Protect(secret);

    /// <summary>Null where the key that it was encrypted with is gone.</summary>
    public string? Read(string id, string stored)
    {
        try
        {
            return protection.CreateProtector(Purpose, id).Unprotect(stored);
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(logger, exception, id);
            return null;
        }
    }

    [LoggerMessage(3601, LogLevel.Warning, "The in-app key {Id} cannot be read: the key that it was encrypted with is missing. Remove it and make another")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string id);
}
