using System.Collections.Immutable;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;
using OtpNet;
using QRCoder;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>Sets second factors up, and removes them. Who may is for its callers to say.</summary>
internal sealed class SecondFactorChanges(
    IAccountStore store, SecondFactorSecrets secrets, AccountDirectory accounts, IOptions<AccessOptions> options, TimeProvider clock)
{
    private const string Product = "CxOrchestrator";
    private const int GroupLength = 4;

    /// <summary>A new secret for the account, which is not used until a code of it was right.</summary>
    public SecondFactorSetUp Begin(StoredAccount account)
    {
        var secret = SecondFactorSecrets.Make();
        return Show(account, secret, secrets.ProtectPending(account.Name, secret));
    }

    /// <summary>The same secret once more, after a wrong code; null where it is too old.</summary>
    public SecondFactorSetUp? Again(StoredAccount account, string? pending) =>
        secrets.ReadPending(account.Name, pending) is { } secret ? Show(account, secret, pending!) : null;

    /// <summary>Makes the secret the account's second factor, which ends its other sessions.</summary>
    public async Task<SetUpOutcome> ConfirmAsync(StoredAccount account, string? pending, string? code, CancellationToken cancellationToken)
    {
        if (account.SecondFactor is not null)
        {
            return new(SetUpResult.HasOne);
        }

        if (secrets.ReadPending(account.Name, pending) is not { } secret)
        {
            return new(SetUpResult.Expired);
        }

        if (TimeCodes.Step(secret, TypedCode.Clean(code), clock.GetUtcNow(), after: 0) is not { } step)
        {
            return new(SetUpResult.WrongCode);
        }

        var codes = RecoveryCodes.Make();
        var (stamp, factor) = (Sessions.NewStamp(), new StoredSecondFactor { Secret = secrets.Protect(account.Name, secret), LastStep = step, RecoveryCodes = Hashes(account, codes) });
        if (!await store.PutSecondFactorAsync(account.Name, null, factor, stamp, Entry(account.Name, AuditActions.SecondFactorEnabled, account), cancellationToken))
        {
            return new(SetUpResult.HasOne);
        }

        accounts.Forget(account.Name);
        return new(SetUpResult.Enabled, account with { SecondFactor = factor, Stamp = stamp }, codes);
    }

    /// <summary>Replaces the recovery codes that are left; null where somebody else changed the second factor meanwhile.</summary>
    public async Task<ImmutableArray<string>?> RenewCodesAsync(StoredAccount account, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.Make();
        var seen = (await store.GetAsync(account.Name, cancellationToken))?.SecondFactor;
        var stored = seen is not null && await store.PutSecondFactorAsync(
            account.Name, seen, seen with { RecoveryCodes = Hashes(account, codes) }, stamp: null, Entry(account.Name, AuditActions.RecoveryCodesMade, account), cancellationToken);
        accounts.Forget(account.Name);
        return stored ? codes : null;
    }

    /// <summary>Its owner turns it off.</summary>
    public Task<bool> DisableAsync(string account, CancellationToken cancellationToken) =>
        RemoveAsync(account, stamp: null, new AuditEntry { By = account, Action = AuditActions.SecondFactorDisabled, Kind = "account", Id = account }, cancellationToken);

    /// <summary>An administrator removes it. The account's sessions end, because somebody else may have opened them.</summary>
    public Task<bool> ResetAsync(string account, string by, CancellationToken cancellationToken) =>
        RemoveAsync(account, Sessions.NewStamp(), new AuditEntry { By = by, Action = AuditActions.SecondFactorReset, Kind = "account", Id = account }, cancellationToken);

    private async Task<bool> RemoveAsync(string account, string? stamp, AuditEntry entry, CancellationToken cancellationToken)
    {
        var seen = (await store.GetAsync(account, cancellationToken))?.SecondFactor;
        var removed = seen is not null && await store.PutSecondFactorAsync(account, seen, null, stamp, entry, cancellationToken);
        accounts.Forget(account);
        return removed;
    }

    private SecondFactorSetUp Show(StoredAccount account, byte[] secret, string pending)
    {
        // The host in it tells installations apart in an app that has several.
        var issuer = Uri.TryCreate(options.Value.PublicUrl, UriKind.Absolute, out var url) ? $"{Product} {url.Host}" : Product;
        var text = Base32Encoding.ToString(secret).TrimEnd('=');
        var uri = new OtpUri(OtpType.Totp, text, account.Name, issuer, OtpHashMode.Sha1, TimeCodes.Digits, TimeCodes.StepSeconds).ToString();
        return new(string.Join(' ', text.Chunk(GroupLength).Select(group => new string(group))), uri, Svg(uri), pending);
    }

    private static string Svg(string uri)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(pixelsPerModule: 4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private static ImmutableArray<string> Hashes(StoredAccount account, ImmutableArray<string> codes) => [.. codes.Select(code => RecoveryCodes.Hash(account.Name, code))];

    private static AuditEntry Entry(string by, string action, StoredAccount account) => new() { By = by, Action = action, Kind = "account", Id = account.Name };
}
