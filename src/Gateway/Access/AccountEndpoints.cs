using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Contract;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary><c>/v1/accounts</c>: local accounts.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/v1/accounts").WithTags("Access");
        accounts.MapGet("/", ListAsync).WithName("ListAccounts").WithSummary("Local accounts, by name").Produces<Api.Page<AccountView>>();
        accounts.MapPut("/{name}", PutAsync)
            .WithName("PutAccount").WithSummary("Add an account, or change one")
            .WithDescription("If-Match has the version of the account that is changed; without one it is a new account. A change reaches open sessions within seconds.")
            .Accepts<AccountChange>("application/json").Produces<AccountView>().ReadsRevision(required: false)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status412PreconditionFailed);
        accounts.MapDelete("/{name}/second-factor", ResetAsync)
            .WithName("ResetSecondFactor").WithSummary("Remove an account's lost second factor; the account's sessions end")
            .Produces<AccountView>()
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(IAccountStore store, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var accounts = await store.ListAsync(cancellationToken);
        return TypedResults.Json(
            new Api.Page<AccountView> { Items = [.. accounts.Select(a => View(a, options.Value))], Total = accounts.Length }, ApiJson.Default.PageAccountView);
    }

    private static async Task<IResult> PutAsync(
        string name, HttpContext context, IAccountStore store, AccountDirectory directory, Passwords passwords, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.AccountChange, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var (replaces, wrong) = LifeProblems.Revision(context.Request);
        if ((wrong ?? Check(name, body)) is { } problem)
        {
            return problem;
        }

        var accounts = await store.ListAsync(cancellationToken);
        var before = accounts.FirstOrDefault(a => a.Name == name);
        var next = new StoredAccount
        {
            Name = name,
            DisplayName = body.DisplayName,
            Roles = [.. Roles.All.Where(body.Roles.Contains)],
            PasswordHash = body.Password is { } password ? await passwords.HashAsync(name, password, cancellationToken) : before?.PasswordHash,
            Subject = before?.Subject,
            Disabled = body.Disabled,
            Stamp = Ends(before, body) ? Sessions.NewStamp() : before?.Stamp ?? "",
            MustChange = body.Password is null ? before?.MustChange ?? false : name != context.Actor().Name,
            SecondFactor = before?.SecondFactor,
            SecondFactorRequired = body.SecondFactorRequired ?? before?.SecondFactorRequired ?? false,
        };
        if (Refusal(accounts, before, next) is { } refusal)
        {
            return refusal;
        }

        var entry = new AuditEntry
        {
            By = context.Actor().Name,
            Action = before is null ? AuditActions.AccountAdded : AuditActions.AccountChanged,
            Kind = "account",
            Id = name,
            Detail = Said(before, next, body.Password is not null),
        };
        if (await store.PutAsync(next, replaces ?? 0, entry, cancellationToken) is not { } stored)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status412PreconditionFailed,
                "account-changed",
                "Somebody else changed the account",
                before is null ? $"There is no account {name}." : $"{name} has version {before.Version}.",
                "Read the accounts again and send the version as If-Match."));
        }

        directory.Forget(name);
        return TypedResults.Json(View(stored, options.Value), ApiJson.Default.AccountView);
    }

    private static async Task<IResult> ResetAsync(
        string name, HttpContext context, IAccountStore store, SecondFactorChanges changes, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(name, cancellationToken) is not { } account)
        {
            return Problems.NotFound("unknown-account", "There is no such account", $"There is no account {name}.", "GET /v1/accounts lists them.");
        }

        return await changes.ResetAsync(name, context.Actor().Name, cancellationToken)
            ? TypedResults.Json(View(account with { SecondFactor = null }, options.Value), ApiJson.Default.AccountView)
            : Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "no-second-factor", "There is no second factor", $"{name} has none, or it is being changed at the same time.", "Read the accounts again."));
    }

    // Somebody whose session allowed more than the account does now has to sign in again.
    private static bool Ends(StoredAccount? before, AccountChange body) =>
        before is not null && (body.Password is not null || body.Disabled || before.Roles.Except(body.Roles).Any());

    private static IResult? Check(string name, AccountChange body)
    {
        var arguments = new Arguments();
        if (!AccountNames.IsName(name))
        {
            arguments.Wrong("name", AccountNames.Rule);
        }

        if (string.IsNullOrWhiteSpace(body.DisplayName) || body.DisplayName.Length > Bodies.NameLengthMax || body.DisplayName.Any(char.IsControl))
        {
            arguments.Wrong("/displayName", $"It has 1 to {Bodies.NameLengthMax} characters.");
        }

        if (body.Roles is null || body.Roles.Any(r => !Roles.All.Contains(r)))
        {
            arguments.Wrong("/roles", $"A list of {string.Join(", ", Roles.All)} is needed.");
        }

        if (body.Password is { } password && password.Length is < Passwords.LengthMin or > Passwords.LengthMax)
        {
            arguments.Wrong("/password", $"A password has {Passwords.LengthMin} to {Passwords.LengthMax} characters.");
        }

        return arguments.Problem;
    }

    // Somebody must be left who can repair accounts.
    private static IResult? Refusal(IReadOnlyList<StoredAccount> accounts, StoredAccount? before, StoredAccount next)
    {
        if (before is null && accounts.Count >= IAccountStore.AccountsMax)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "too-many-accounts", "There are too many accounts", $"There are {accounts.Count}.", "Change one that nobody uses."));
        }

        if (next is { Subject: not null, PasswordHash: not null })
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "provider-account", "This account takes no password", $"{next.Name} signs in at the provider.", "Omit the password, or add a local account."));
        }

        if (next is { Subject: not null, SecondFactorRequired: true })
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "provider-account", "This account takes no second factor", $"{next.Name} signs in at the provider, which asks for it.", "Require it at the provider, or add a local account."));
        }

        var administers = (StoredAccount a) => a is { Disabled: false } && a.Roles.Contains(Roles.Administrator);
        return before is not null && administers(before) && !administers(next) && !accounts.Any(a => a.Name != next.Name && administers(a))
            ? Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "last-administrator", "Nobody would be left to keep accounts", $"{next.Name} is the last administrator.", "Make another account an administrator first."))
            : null;
    }

    private static string Said(StoredAccount? before, StoredAccount next, bool password)
    {
        var roles = next.Roles.IsEmpty ? "no roles" : string.Join(", ", next.Roles);
        var factor = before?.SecondFactorRequired == next.SecondFactorRequired || (before is null && !next.SecondFactorRequired) ? ""
            : next.SecondFactorRequired ? "; second factor required" : "; second factor no longer required";
        return $"{roles}{(password ? "; new password" : "")}{factor}{(next.Disabled ? "; disabled" : before?.Disabled == true ? "; enabled" : "")}";
    }

    private static AccountView View(StoredAccount account, AccessOptions options) => new()
    {
        Name = account.Name,
        DisplayName = account.DisplayName,
        Roles = account.Roles,
        HasPassword = account.PasswordHash is not null,
        OfProvider = account.Subject is not null,
        Disabled = account.Disabled,
        MustChangePassword = account.MustChange,
        HasSecondFactor = account.TakesCode(),
        SecondFactorRequired = account.SecondFactorRequired,
        SecondFactorRequiredByRole = options.RequiresByRole(account),
        Version = account.Version,
    };
}
