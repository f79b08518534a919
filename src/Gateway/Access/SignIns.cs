using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Signing in with a local account's password.</summary>
internal sealed class SignIns(
    IAccountStore store, AccountDirectory accounts, Passwords passwords, SignInAttempts attempts, IAuditTrail trail, IOptions<SignInProviderOptions> provider)
{
    /// <summary>Whether passwords are taken at all.</summary>
    public bool Open => provider.Value.LocalAccounts;

    /// <summary>The account; else how long to wait where too many passwords were wrong, or neither where this one was.</summary>
    public async Task<(StoredAccount? Account, TimeSpan? Wait)> TryAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (attempts.Wait(name) is { } wait)
        {
            return (null, wait);
        }

        var account = await store.GetAsync(name, cancellationToken);
        if (!passwords.Is(account, password) || account is null or { Disabled: true })
        {
            attempts.Wrong(name);
            return (null, null);
        }

        attempts.Right(name);
        accounts.Forget(name);
        await trail.AddAsync(new AuditEntry { By = account.Name, Action = AuditActions.SignedIn, Kind = "account", Id = account.Name }, cancellationToken);
        return (account, null);
    }
}
