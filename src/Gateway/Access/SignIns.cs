using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Signing in with a local account's password, and choosing another one.</summary>
internal sealed class SignIns(
    IAccountStore store, AccountDirectory accounts, Passwords passwords, SignInAttempts attempts, IAuditTrail trail, IOptions<SignInProviderOptions> provider)
{
    /// <summary>Whether passwords are taken at all.</summary>
    public bool Open => provider.Value.LocalAccounts;

    /// <summary>Signs in; with a new password it becomes the account's, which ends its other sessions.</summary>
    public async Task<SignInOutcome> TryAsync(string name, string password, string? newPassword, CancellationToken cancellationToken)
    {
        if (attempts.Wait(name) is { } wait)
        {
            return new(SignInResult.Wait, WaitFor: wait);
        }

        var account = await store.GetAsync(name, cancellationToken);
        if (!passwords.Is(account, password) || account is null or { Disabled: true })
        {
            attempts.Wrong(name);
            return new(SignInResult.Wrong);
        }

        attempts.Right(name);
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

            var changed = account with { PasswordHash = passwords.Hash(name, newPassword), MustChange = false, Stamp = Sessions.NewStamp() };
            var entry = new AuditEntry { By = name, Action = AuditActions.AccountChanged, Kind = "account", Id = name, Detail = "their own password" };
            if (await store.PutAsync(changed, account.Version, entry, cancellationToken) is not { } stored)
            {
                return new(SignInResult.Wrong);
            }

            account = stored;
        }

        accounts.Forget(name);
        await trail.AddAsync(new AuditEntry { By = account.Name, Action = AuditActions.SignedIn, Kind = "account", Id = account.Name }, cancellationToken);
        return new(SignInResult.Entered, account);
    }

    private static string? Refusal(string before, string password) =>
        password.Length is < Passwords.LengthMin or > Passwords.LengthMax ? $"A password has {Passwords.LengthMin} to {Passwords.LengthMax} characters."
        : password == before ? "The new password is the one that is to be changed."
        : null;
}
