using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Opens sessions, and says whether one goes on: its account is there and has the stamp that it had, people still sign in as they did when it
/// was opened, and it is not older than any session may be. Nor does one go on of an account that must have a second factor by now and has none.
/// </summary>
internal sealed class Sessions(AccountDirectory accounts, IOptions<AccessOptions> access, IOptions<SignInProviderOptions> provider, TimeProvider clock)
{
    private const string StampClaim = "cx:stamp";
    private const string ModeClaim = "cx:mode";
    private const string OpenedClaim = "cx:opened";
    private const int StampLength = 22;

    /// <summary>A stamp that no session has.</summary>
    public static string NewStamp() => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", StampLength);

    public Task OpenAsync(HttpContext context, StoredAccount account, AuthenticationProperties? properties = null) =>
        context.SignInAsync(Actor.Scheme, Principal(account, clock.GetUtcNow()), properties);

    /// <summary>Who acts in the session, with the roles of now; null: it has ended.</summary>
    public async Task<ClaimsPrincipal?> RenewAsync(ClaimsPrincipal? principal, CancellationToken cancellationToken)
    {
        if (principal is null || Actor.Of(principal) is not { } actor)
        {
            return null;
        }

        if (!actor.SignedIn)
        {
            return access.Value.SignIn == SignInMode.Open ? principal : null;
        }

        if (principal.FindFirstValue(ModeClaim) != access.Value.SignIn.ToString()
            || !long.TryParse(principal.FindFirstValue(OpenedClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var opened)
            || clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(opened) > access.Value.SessionAtMost)
        {
            return null;
        }

        return await accounts.FindAsync(actor.Name, cancellationToken) is { } account
            && account.Stamp == principal.FindFirstValue(StampClaim)
            && (provider.Value.LocalAccounts || account.Subject is not null)
            && !(access.Value.SignIn == SignInMode.Accounts && access.Value.Lacks(account))
            ? Principal(account, DateTimeOffset.FromUnixTimeSeconds(opened))
            : null;
    }

    /// <summary>Who acts in a session of the account that was opened then.</summary>
    public ClaimsPrincipal Principal(StoredAccount account, DateTimeOffset opened)
    {
        var principal = Actor.Of(account).Principal();
        ((ClaimsIdentity)principal.Identity!).AddClaims(
        [
            new(StampClaim, account.Stamp),
            new(ModeClaim, access.Value.SignIn.ToString()),
            new(OpenedClaim, opened.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ]);
        return principal;
    }
}
