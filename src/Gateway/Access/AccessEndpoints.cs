using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary><c>/v1/me</c>, <c>/v1/sign-in</c>: who acts here.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/v1").WithTags("Access");
        access.MapGet("/me", Me).WithName("GetMe").WithSummary("The current account and its roles").Produces<MeView>();
        access.MapPost("/me/switch", SwitchAsync)
            .WithName("SwitchAccount").WithSummary("Act as another account, when no sign-in is required")
            .Accepts<SwitchRequest>("application/json").Produces<MeView>()
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict);
        access.MapPost("/sign-in", SignInAsync)
            .RequireRateLimiting(RequestLimits.SignIn).WithName("SignIn").WithSummary("Sign in with a local account's password; the session is a cookie")
            .Accepts<SignInRequest>("application/json").Produces<MeView>()
            .Refuses(StatusCodes.Status401Unauthorized)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status429TooManyRequests);
        access.MapPost("/me/password", ChangePasswordAsync)
            .RequireRateLimiting(RequestLimits.SignIn).WithName("ChangePassword").WithSummary("Choose another password; other sessions of the account end")
            .Accepts<PasswordChange>("application/json").Produces<MeView>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status401Unauthorized)
            .Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status429TooManyRequests);
        access.MapPost("/sign-out", SignOutAsync).WithName("SignOut").WithSummary("End the session").Produces<MeView>();
    }

    private static async Task<IResult> Me(HttpContext context, IOptions<AccessOptions> options, AccountDirectory directory, IAccountStore store, CancellationToken cancellationToken)
    {
        var account = options.Value.SignIn == SignInMode.Accounts && Actor.Of(context.User) is { SignedIn: true } actor ? await directory.FindAsync(actor.Name, cancellationToken) : null;
        return Answer(
            context, Actor.Of(context.User), options.Value, account: account, accounts: options.Value.SignIn == SignInMode.Open ? await store.ListAsync(cancellationToken) : []);
    }

    private static async Task<IResult> SwitchAsync(
        HttpContext context, AccountDirectory accounts, Sessions sessions, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        if (options.Value.SignIn != SignInMode.Open)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "sign-in-needed", "Accounts are not chosen here", "This installation requires sign-in.", "Sign out and sign in."));
        }

        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.SwitchRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (await accounts.FindAsync(body.Account ?? "", cancellationToken) is not { } account)
        {
            return Problems.NotFound("unknown-account", "There is no such account", $"No account {body.Account} can be used.", "GET /v1/accounts lists them.");
        }

        return await EnterAsync(context, account, sessions, options.Value);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, Sessions sessions, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        if (!signIns.Open)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "no-local-accounts",
                "Passwords are not taken here",
                "People of this installation sign in at its provider.",
                "Open /sign-in in a browser."));
        }

        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.SignInRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var attempt = new SignInTry(body.Account ?? "", body.Password ?? "", Senders.Address(context)) { NewPassword = body.NewPassword, Code = body.Code };
        return await AnswerAsync(await signIns.TryAsync(attempt, cancellationToken), context, sessions, options.Value);
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, SignIns signIns, Sessions sessions, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.PasswordChange, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (context.Actor() is not { SignedIn: true } actor || options.Value.SignIn != SignInMode.Accounts || !signIns.Open)
        {
            return SignInProblems.NoPassword();
        }

        var attempt = new SignInTry(actor.Name, body.Current ?? "", Senders.Address(context)) { NewPassword = body.Password ?? "", Code = body.Code };
        return await AnswerAsync(await signIns.TryAsync(attempt, cancellationToken), context, sessions, options.Value);
    }

    private static async Task<IResult> AnswerAsync(SignInOutcome outcome, HttpContext context, Sessions sessions, AccessOptions options) =>
        outcome.Result == SignInResult.Entered ? await EnterAsync(context, outcome.Account!, sessions, options) : SignInProblems.Of(outcome, options);

    private static async Task<IResult> SignOutAsync(HttpContext context, ProviderSignOut signOut, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var address = await signOut.LeaveAsync(context, cancellationToken);
        return Answer(context, options.Value.SignIn == SignInMode.Open ? Actor.Owner : null, options.Value, address);
    }

    private static async Task<IResult> EnterAsync(HttpContext context, StoredAccount account, Sessions sessions, AccessOptions options)
    {
        var actor = Actor.Of(account);
        await sessions.OpenAsync(context, account);
        return Answer(context, actor, options, account: options.SignIn == SignInMode.Accounts ? account : null);
    }

    private static JsonHttpResult<MeView> Answer(
        HttpContext context, Actor? actor, AccessOptions options, string? signOutAt = null, StoredAccount? account = null, ImmutableArray<StoredAccount> accounts = default) => TypedResults.Json(
        new MeView
        {
            Name = actor?.Name,
            DisplayName = actor?.DisplayName,
            Roles = actor?.Roles ?? [],
            SignedIn = actor?.SignedIn ?? false,
            SignIn = Names<SignInMode>.Of(options.SignIn),
            HasPassword = account?.PasswordHash is not null,
            SecondFactor = account is { PasswordHash: not null, Subject: null }
                ? new() { Enabled = account.TakesCode(), Required = options.Requires(account), RecoveryCodesLeft = account.SecondFactor?.RecoveryCodes.Length ?? 0 }
                : null,
            PersonalDataHidden = actor is not null && context.RequestServices.GetRequiredService<Sight>().HidesPersonal(actor.Principal()),
            Accounts = accounts.IsDefaultOrEmpty ? [] : [.. accounts.Where(a => !a.Disabled).Select(a => new AccountChoice { Name = a.Name, DisplayName = a.DisplayName })],
            SignOutAt = signOutAt,
        },
        ApiJson.Default.MeView);
}
