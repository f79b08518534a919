using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Signing in with a local account's password, and choosing another one.</summary>
internal sealed class SignIns(
    IAccountStore store, AccountDirectory accounts, Passwords passwords, SignInAttempts attempts, IAuditTrail trail, IOptions<SignInProviderOptions> provider)
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(2);

    /// <summary>Whether passwords are taken at all.</summary>
    public bool Open => provider.Value.LocalAccounts;

    /// <summary>Signs in; with a new password it becomes the account's, which ends its other sessions.</summary>
    public async Task<SignInOutcome> TryAsync(string name, string password, string? newPassword, string address, CancellationToken cancellationToken)
    {
        if (passwords.Busy)
        {
            return new(SignInResult.Wait, WaitFor: BusyFor);
        }

        // Counted before the hash is made: of many tries at once only a few are made at all.
        if (await attempts.BeginAsync(name, address, cancellationToken) is { } wait)
        {
            await trail.AddAsync(new AuditEntry { By = address, Action = AuditActions.SignInLocked, Kind = "account", Id = Named(name) }, cancellationToken);
            return new(SignInResult.Wait, WaitFor: wait);
        }

        var account = await store.GetAsync(name, cancellationToken);
        var (right, rehash) = await passwords.CheckAsync(account, password, cancellationToken);
        if (!right || account is null or { Disabled: true })
        {
            await trail.AddAsync(new AuditEntry { By = address, Action = AuditActions.SignInFailed, Kind = "account", Id = Named(name) }, cancellationToken);
            return new(SignInResult.Wrong);
        }

        await attempts.RightAsync(name, address, cancellationToken);
        if (newPassword is null && account.MustChange)
        {
            return new(SignInResult.MustChange);
        }

        if (newPassword is not null)
        {
            if (Refusal(password, newPassword) is { } problem)
            {
                return new(SignInResult.BadPassword, Problem: problem);
            }

            var changed = account with { PasswordHash = await passwords.HashAsync(name, newPassword, cancellationToken), MustChange = false, Stamp = Sessions.NewStamp() };
            var entry = new AuditEntry { By = name, Action = AuditActions.AccountChanged, Kind = "account", Id = name, Detail = "their own password" };
            if (await store.PutAsync(changed, account.Version, entry, cancellationToken) is not { } stored)
            {
                return new(SignInResult.Wrong);
            }

            account = stored;
        }
        else if (rehash)
        {
            // Its version stays what others have read where somebody else is changing it: the next sign-in tries again.
            var renewed = account with { PasswordHash = await passwords.HashAsync(name, password, cancellationToken) };
            var entry = new AuditEntry { By = name, Action = AuditActions.AccountChanged, Kind = "account", Id = name, Detail = "password hashed anew" };
            account = await store.PutAsync(renewed, account.Version, entry, cancellationToken) ?? account;
        }

        accounts.Forget(name);
        await trail.AddAsync(new AuditEntry { By = account.Name, Action = AuditActions.SignedIn, Kind = "account", Id = account.Name }, cancellationToken);
        return new(SignInResult.Entered, account);
    }

    // What was typed may be anything, a password among it: only what can be a name is recorded.
    private static string? Named(string name) => AccountNames.IsName(name) ? name : null;

    private static string? Refusal(string before, string password) =>
        password.Length is < Passwords.LengthMin or > Passwords.LengthMax ? $"A password has {Passwords.LengthMin} to {Passwords.LengthMax} characters."
        : password == before ? "The new password is the one that is to be changed."
        : null;
}
