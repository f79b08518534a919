using System.Collections.Immutable;
using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Gives a new installation its first accounts. Where signing in takes a password and no administrator has one, the owner gets one, which is
/// printed once.
/// </summary>
internal sealed partial class AccountSeeder(
    IAccountStore store,
    Passwords passwords,
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
        }

        if (options.Value.SignIn == SignInMode.Accounts)
        {
            await GiveOwnerPasswordAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task GiveOwnerPasswordAsync(CancellationToken cancellationToken)
    {
        var accounts = await store.ListAsync(cancellationToken);
        if (accounts.Any(a => a is { Disabled: false, PasswordHash: not null } && a.Roles.Contains(Roles.Administrator)))
        {
            return;
        }

        var owner = accounts.FirstOrDefault(a => a.Name == Actor.Owner.Name) ?? First[0];
        var password = Passwords.Make();
        var changed = owner with { PasswordHash = passwords.Hash(owner.Name, password), Roles = Actor.Owner.Roles, Disabled = false };
        if (await store.PutAsync(changed, owner.Version, Entry(AuditActions.AccountChanged, owner, "first password"), cancellationToken) is not null)
        {
            System.Console.WriteLine($"Sign in as {owner.Name} with the password {password} (it is shown this once; change it with PUT /v1/accounts/{owner.Name})");
        }
    }

    private static AuditEntry Entry(string action, StoredAccount account, string? detail = null) =>
        new() { By = By, Action = action, Kind = "account", Id = account.Name, Detail = detail ?? string.Join(", ", account.Roles) };

    [LoggerMessage(3401, LogLevel.Warning, "Nobody has to sign in here (Access:SignIn is Open): keep this gateway on a network of your own, or set Access:SignIn")]
    private static partial void LogOpen(ILogger logger);
}
