using System.Globalization;
using System.Security.Cryptography;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>
/// Say that an account's password was right a moment ago, so that the page for the code need not carry the password. A ticket opens nothing by
/// itself. It names the version of its account: any change of the account ends it.
/// </summary>
internal sealed class SecondStepTickets(IDataProtectionProvider protection, IAccountStore store, TimeProvider clock)
{
    /// <summary>How long somebody has to type a code, or to set one up.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(15);

    private const char Separator = '\n';

    private readonly IDataProtector _protector = protection.CreateProtector("cx.second-step");

    public string Make(StoredAccount account) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{account.Name}{Separator}{account.Version}{Separator}{(clock.GetUtcNow() + ValidFor).ToUnixTimeSeconds()}"));

    /// <summary>The account as it is now; null where the ticket is not ours or too old, or the account was changed.</summary>
    public async Task<StoredAccount?> FindAsync(string? ticket, CancellationToken cancellationToken) =>
        Read(ticket) is { } read && await store.GetAsync(read.Name, cancellationToken) is { Disabled: false, Subject: null } account && account.Version == read.Version
            ? account
            : null;

    private (string Name, long Version)? Read(string? ticket)
    {
        try
        {
            return _protector.Unprotect(ticket ?? "").Split(Separator) is [var name, var version, var until]
                && DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
                ? (name, long.Parse(version, CultureInfo.InvariantCulture))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
