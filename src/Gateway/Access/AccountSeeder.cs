using System.Collections.Immutable;
using CxOrchestrator.Gateway.Keys;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Gives a new installation its first accounts. Where sign-in requires a password and no administrator has one, a one-time link is printed with
/// which the owner's is chosen.
/// </summary>
internal sealed partial class AccountSeeder(
    IAccountStore store,
    FirstLinks links,
    FirstKey key,
    IOptions<AccessOptions> options,
    IOptions<SignInProviderOptions> provider,
    Hosting.Installation installation,
    ILogger<AccountSeeder> logger) : IHostedService
{
    private const string By = "first start";

    private static readonly ImmutableArray<StoredAccount> First =
    [
        new() { Name = Actor.Owner.Name, DisplayName = Actor.Owner.DisplayName, Roles = Actor.Owner.Roles },
        new() { Name = "marketer", DisplayName = "Marketer", Roles = [Roles.Marketer] },
        new() { Name = "approver", DisplayName = "Approver", Roles = [Roles.Approver] },
        new() { Name = "operator", DisplayName = "Operator", Roles = [Roles.Operator] },
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.SignIn == SignInMode.Open && installation.Mode == Hosting.GatewayMode.Cluster)
        {
            LogOpen(logger);
        }

        if (!provider.Value.LocalAccounts)
        {
            return;
        }

        if ((await store.ListAsync(cancellationToken)).IsEmpty)
        {
            foreach (var account in First)
            {
                await store.PutAsync(account, 0, Entry(AuditActions.AccountAdded, account), cancellationToken);
            }

            if (installation.OnNetwork)
            {
                await key.PrintAsync(By, cancellationToken);
            }
        }

        if (options.Value.SignIn == SignInMode.Accounts)
        {
            await PrintLinkAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrintLinkAsync(CancellationToken cancellationToken)
    {
        var accounts = await store.ListAsync(cancellationToken);
        if (accounts.Any(a => a is { Disabled: false, PasswordHash: not null } && a.Roles.Contains(Roles.Administrator)))
        {
            return;
        }

        var owner = accounts.FirstOrDefault(a => a.Name == Actor.Owner.Name);
        if (owner is not { Disabled: false } || !Actor.Owner.Roles.All(owner.Roles.Contains))
        {
            var changed = (owner ?? First[0]) with { Roles = Actor.Owner.Roles, Disabled = false };
            owner = await store.PutAsync(changed, owner?.Version ?? 0, Entry(AuditActions.AccountChanged, changed), cancellationToken)
                ?? await store.GetAsync(changed.Name, cancellationToken);
        }

        if (owner is not null)
        {
            System.Console.WriteLine($"Open this link once, within {FirstLinks.ValidFor.TotalHours:0} hours, to choose the password of {owner.Name}: {links.Make(owner)}");
        }
    }

    private static AuditEntry Entry(string action, StoredAccount account, string? detail = null) =>
        new() { By = By, Action = action, Kind = "account", Id = account.Name, Detail = detail ?? string.Join(", ", account.Roles) };

    [LoggerMessage(3401, LogLevel.Warning, "Nobody has to sign in here (Access:SignIn is Open): keep this gateway on a network of your own, or set Access:SignIn")]
    private static partial void LogOpen(ILogger logger);
}
