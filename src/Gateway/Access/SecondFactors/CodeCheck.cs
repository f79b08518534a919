using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>Checks the code given in addition to the password, and uses it up.</summary>
internal sealed class CodeCheck(IAccountStore store, SecondFactorSecrets secrets, SignInAttempts attempts, IAuditTrail trail, TimeProvider clock)
{
    /// <summary>How often a second factor is read again that another sign-in changes meanwhile.</summary>
    private const int TriesMax = 3;

    /// <summary>Why the code does not do; null: it was right, and works no second time.</summary>
    public async Task<SignInOutcome?> RefusalAsync(StoredAccount account, string code, string address, CancellationToken cancellationToken)
    {
        if (await attempts.BeginCodeAsync(account.Name, address, cancellationToken) is { } wait)
        {
            await trail.AddAsync(Entry(address, AuditActions.SignInLocked, account), cancellationToken);
            return new(SignInResult.Wait, WaitFor: wait);
        }

        var typed = TypedCode.Clean(code);
        var factor = account.SecondFactor;
        for (var tries = 0; tries < TriesMax && factor is not null; tries++)
        {
            var secret = TimeCodes.IsCode(typed) ? secrets.Read(account.Name, factor) : null;
            if (TimeCodes.IsCode(typed) && secret is null)
            {
                return new(SignInResult.CodeUnreadable, account);
            }

            if ((secret is null ? UseRecovery(account.Name, factor, typed) : UseStep(account.Name, secret, factor, typed)) is not { } used)
            {
                break;
            }

            var entry = used.LastStep == factor.LastStep ? Entry(account.Name, AuditActions.RecoveryCodeUsed, account, $"{used.RecoveryCodes.Length} left") : null;
            if (await store.PutSecondFactorAsync(account.Name, factor, used, stamp: null, entry, cancellationToken))
            {
                await attempts.RightCodeAsync(account.Name, address, cancellationToken);
                return null;
            }

            factor = (await store.GetAsync(account.Name, cancellationToken))?.SecondFactor;
        }

        await trail.AddAsync(Entry(address, AuditActions.SecondFactorFailed, account), cancellationToken);
        return new(SignInResult.WrongCode, account);
    }

    /// <summary>The second factor once the code is used; null: it is none of its codes, or was used.</summary>
    private StoredSecondFactor? UseStep(string account, byte[] secret, StoredSecondFactor factor, string code) =>
        TimeCodes.Step(secret, code, clock.GetUtcNow(), factor.LastStep) is { } step

            // Re-encrypted with the current key, so that older keys can be retired.
            ? factor with { LastStep = step, Secret = secrets.Protect(account, secret) }
            : null;

    // It takes no key: recovery codes let people in also where secrets cannot be read any more.
    private static StoredSecondFactor? UseRecovery(string account, StoredSecondFactor factor, string code)
    {
        var hash = RecoveryCodes.IsCode(code) ? RecoveryCodes.Hash(account, code) : null;
        return hash is not null && factor.RecoveryCodes.Contains(hash) ? factor with { RecoveryCodes = factor.RecoveryCodes.Remove(hash) } : null;
    }

    private static AuditEntry Entry(string by, string action, StoredAccount account, string? detail = null) =>
        new() { By = by, Action = action, Kind = "account", Id = account.Name, Detail = detail };
}
