using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Signing in with a local account's password, and a code where the account has a second factor; and choosing another password.</summary>
internal sealed class SignIns(
    IAccountStore store,
    AccountDirectory accounts,
    Passwords passwords,
    SignInAttempts attempts,
    CodeCheck codes,
    IAuditTrail trail,
    IOptions<AccessOptions> access,
    IOptions<SignInProviderOptions> provider)
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(2);

    /// <summary>Whether passwords are taken at all.</summary>
    public bool Open => provider.Value.LocalAccounts;

    /// <summary>Signs in; with a new password it becomes the account's, which ends its other sessions.</summary>
    public async Task<SignInOutcome> TryAsync(SignInTry attempt, CancellationToken cancellationToken)
    {
        var (proved, rehash, refusal) = await ProveAsync(attempt, cancellationToken);
        if (proved is not { } account)
        {
            return refusal!;
        }

        if (attempt.NewPassword is null && account.MustChange)
        {
            return new(SignInResult.MustChange, account);
        }

        if (rehash && attempt.NewPassword is null)
        {
            account = await RehashAsync(account, attempt.Password, cancellationToken);
        }

        // A password that somebody else chose is changed first: the change opens no session.
        if (access.Value.Lacks(account) && !account.MustChange)
        {
            return new(SignInResult.SetUpNeeded, account);
        }

        if (attempt.NewPassword is { } wanted && Refusal(attempt.Password, wanted) is { } problem)
        {
            return new(SignInResult.BadPassword, account, Problem: problem);
        }

        if (account.TakesCode() && await CodeRefusalAsync(account, attempt, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        if (attempt.NewPassword is { } next)
        {
            if (await ChangeAsync(account, next, cancellationToken) is not { } changed)
            {
                return new(SignInResult.Wrong);
            }

            account = changed;
        }

        return access.Value.Lacks(account) ? new(SignInResult.SetUpNeeded, account) : await EnterAsync(account, cancellationToken);
    }

    /// <summary>Goes on after the password was right, or was chosen with a one-time link.</summary>
    public async Task<SignInOutcome> ContinueAsync(StoredAccount account, string? code, string address, CancellationToken cancellationToken)
    {
        if (access.Value.Lacks(account))
        {
            return new(SignInResult.SetUpNeeded, account);
        }

        return account.TakesCode() && await CodeRefusalAsync(account, new SignInTry(account.Name, "", address) { Code = code }, cancellationToken) is { } wrong
            ? wrong
            : await EnterAsync(account, cancellationToken);
    }

    /// <summary>Whether the password is right and, where the account takes one, the code, before something that a session alone may not do; null with why not.</summary>
    public async Task<(StoredAccount? Account, SignInOutcome? Refusal)> ConfirmAsync(SignInTry attempt, CancellationToken cancellationToken)
    {
        var (account, _, refusal) = await ProveAsync(attempt, cancellationToken);
        refusal ??= account!.TakesCode() ? await CodeRefusalAsync(account!, attempt, cancellationToken) : null;
        return refusal is null ? (account, null) : (null, refusal);
    }

    private async Task<(StoredAccount? Account, bool Rehash, SignInOutcome? Refusal)> ProveAsync(SignInTry attempt, CancellationToken cancellationToken)
    {
        if (passwords.Busy)
        {
            return (null, false, new(SignInResult.Wait, WaitFor: BusyFor));
        }

        // Counted before the hash is made: of many tries at once only a few are made at all.
        var (name, address) = (attempt.Name, attempt.Address);
        if (await attempts.BeginAsync(name, address, cancellationToken) is { } wait)
        {
            await trail.AddAsync(new AuditEntry { By = address, Action = AuditActions.SignInLocked, Kind = "account", Id = Named(name) }, cancellationToken);
            return (null, false, new(SignInResult.Wait, WaitFor: wait));
        }

        var account = await store.GetAsync(name, cancellationToken);
        var (right, rehash) = await passwords.CheckAsync(account, attempt.Password, cancellationToken);
        if (!right || account is null or { Disabled: true })
        {
            await trail.AddAsync(new AuditEntry { By = address, Action = AuditActions.SignInFailed, Kind = "account", Id = Named(name) }, cancellationToken);
            return (null, false, new(SignInResult.Wrong));
        }

        // Wrong codes stay counted: otherwise the password in between would make room for any number of guesses.
        await (account.TakesCode() ? attempts.UndoAsync(name, address, cancellationToken) : attempts.RightAsync(name, address, cancellationToken));
        return (account, rehash, null);
    }

    private async Task<SignInOutcome?> CodeRefusalAsync(StoredAccount account, SignInTry attempt, CancellationToken cancellationToken) => string.IsNullOrWhiteSpace(attempt.Code)
        ? new(SignInResult.CodeNeeded, account)
        : await codes.RefusalAsync(account, attempt.Code, attempt.Address, cancellationToken);

    private async Task<StoredAccount?> ChangeAsync(StoredAccount account, string password, CancellationToken cancellationToken)
    {
        var changed = account with { PasswordHash = await passwords.HashAsync(account.Name, password, cancellationToken), MustChange = false, Stamp = Sessions.NewStamp() };
        var entry = new AuditEntry { By = account.Name, Action = AuditActions.AccountChanged, Kind = "account", Id = account.Name, Detail = "their own password" };
        var stored = await store.PutAsync(changed, account.Version, entry, cancellationToken);
        accounts.Forget(account.Name);
        return stored;
    }

    private async Task<StoredAccount> RehashAsync(StoredAccount account, string password, CancellationToken cancellationToken)
    {
        // Its version stays what others have read where somebody else is changing it: the next sign-in tries again.
        var renewed = account with { PasswordHash = await passwords.HashAsync(account.Name, password, cancellationToken) };
        var entry = new AuditEntry { By = account.Name, Action = AuditActions.AccountChanged, Kind = "account", Id = account.Name, Detail = "password rehashed" };
        return await store.PutAsync(renewed, account.Version, entry, cancellationToken) ?? account;
    }

    private async Task<SignInOutcome> EnterAsync(StoredAccount account, CancellationToken cancellationToken)
    {
        accounts.Forget(account.Name);
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
