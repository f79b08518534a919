using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Accounts of people who sign in at the provider. They are accounts like others, with the roles that the provider gave last; so sessions,
/// the audit trail and disabling one work as for others.
/// </summary>
internal sealed class ProviderAccounts(IAccountStore store, AccountDirectory directory, IAuditTrail trail)
{
    /// <summary>What the audit trail says of changes that the provider decided.</summary>
    public const string By = "openid-connect";

    /// <summary>How often an account is read again that somebody else changes meanwhile.</summary>
    private const int TriesMax = 3;

    public async Task<ProviderEntry> EnterAsync(ProviderPerson person, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var before = await store.FindAsync(person.Subject, cancellationToken);
            if (before is null && await RefusalAsync(person, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            if (await PutAsync(before, person, cancellationToken) is { } account)
            {
                return await JudgeAsync(account, cancellationToken);
            }
        }

        return ProviderEntry.Refused("contended", $"The account {person.Name} is being changed by somebody else.", "Sign in again.");
    }

    /// <summary>The account as the provider has it now; null where somebody else was faster.</summary>
    private async Task<StoredAccount?> PutAsync(StoredAccount? before, ProviderPerson person, CancellationToken cancellationToken)
    {
        // The name stays as it was made: under another one somebody could approve what they wrote themselves.
        var next = (before ?? new StoredAccount { Name = person.Name, DisplayName = "", Roles = [], Subject = person.Subject }) with
        {
            DisplayName = person.DisplayName,
            Roles = person.Roles,
        };
        if (before is not null && before.Roles.Except(next.Roles).Any())
        {
            next = next with { Stamp = Sessions.NewStamp() };
        }

        if (before is not null && before.DisplayName == next.DisplayName && before.Roles.SequenceEqual(next.Roles))
        {
            return before;
        }

        var entry = new AuditEntry
        {
            By = By,
            Action = before is null ? AuditActions.AccountAdded : AuditActions.AccountChanged,
            Kind = "account",
            Id = next.Name,
            Detail = next.Roles.IsEmpty ? "no roles" : string.Join(", ", next.Roles),
        };
        var stored = await store.PutAsync(next, before?.Version ?? 0, entry, cancellationToken);
        directory.Forget(next.Name);
        return stored;
    }

    private async Task<ProviderEntry> JudgeAsync(StoredAccount account, CancellationToken cancellationToken)
    {
        if (account.Disabled)
        {
            return ProviderEntry.Refused("disabled", $"The account {account.Name} is disabled here.", "Ask an administrator of this installation.");
        }

        if (account.Roles.IsEmpty)
        {
            return NoRole(account.Name);
        }

        await trail.AddAsync(new AuditEntry { By = account.Name, Action = AuditActions.SignedIn, Kind = "account", Id = account.Name, Detail = By }, cancellationToken);
        return ProviderEntry.Of(account);
    }

    /// <summary>Why somebody new gets no account.</summary>
    private async Task<ProviderEntry?> RefusalAsync(ProviderPerson person, CancellationToken cancellationToken)
    {
        if (!AccountNames.IsName(person.Name))
        {
            return ProviderEntry.Refused(
                "no-name",
                person.Name.Length == 0 ? "The provider does not say what your account is called." : $"{person.Name} cannot be the name of an account here.",
                $"{AccountNames.Rule} An administrator can name another claim in {SignInProviderOptions.Section}:{nameof(SignInProviderOptions.NameClaim)}.");
        }

        if (person.Roles.IsEmpty)
        {
            return NoRole(person.Name);
        }

        var accounts = await store.ListAsync(cancellationToken);
        if (accounts.Any(a => a.Name == person.Name && a.Subject != person.Subject))
        {
            return ProviderEntry.Refused(
                "name-taken",
                $"There is an account {person.Name} here already, and it is not the one that you signed in with.",
                "Ask an administrator of this installation. If it is a local account of yours, sign in with its password.");
        }

        return accounts.Length < IAccountStore.AccountsMax
            ? null
            : ProviderEntry.Refused("too-many-accounts", "There are too many accounts here for a new one.", "Ask an administrator of this installation.");
    }

    private static ProviderEntry NoRole(string name) => ProviderEntry.Refused(
        "no-role", $"Your account {name} has no role here.", "Ask an administrator for one, at the provider where you signed in, and sign in again.");
}
