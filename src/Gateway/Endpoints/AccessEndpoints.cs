using System.Collections.Immutable;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Views;
using CxOrchestrator.Silo.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Endpoints;

/// <summary><c>/v1/me</c>, <c>/v1/sign-in</c>: who acts here.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/v1").WithTags("Access");
        access.MapGet("/me", Me).WithName("GetMe").WithSummary("Who acts, and with which roles").Produces<MeView>();
        access.MapPost("/me/switch", SwitchAsync)
            .WithName("SwitchAccount").WithSummary("Act as another account, where nobody has to sign in")
            .Accepts<SwitchRequest>("application/json").Produces<MeView>()
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict);
        access.MapPost("/sign-in", SignInAsync)
            .WithName("SignIn").WithSummary("Sign in with a local account's password; the session is a cookie")
            .Accepts<SignInRequest>("application/json").Produces<MeView>()
            .Refuses(StatusCodes.Status401Unauthorized)
            .Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status429TooManyRequests);
        access.MapPost("/sign-out", SignOutAsync).WithName("SignOut").WithSummary("End the session").Produces<MeView>();
    }

    private static async Task<IResult> Me(HttpContext context, IOptions<AccessOptions> options, IAccountStore store, CancellationToken cancellationToken) => Answer(
        context,
        Actor.Of(context.User),
        options.Value,
        accounts: options.Value.SignIn == SignInMode.Open ? await store.ListAsync(cancellationToken) : []);

    private static async Task<IResult> SwitchAsync(
        HttpContext context, AccountDirectory accounts, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        if (options.Value.SignIn != SignInMode.Open)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "sign-in-needed", "Accounts are not chosen here", "This installation wants to know who acts.", "Sign out and sign in."));
        }

        var (body, unread) = await Bodies.ReadAsync(context.Request, GatewayJson.Default.SwitchRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (await accounts.FindAsync(body.Account ?? "", cancellationToken) is not { } account)
        {
            return Problems.NotFound("unknown-account", "There is no such account", $"No account {body.Account} can be used.", "GET /v1/accounts lists them.");
        }

        return await EnterAsync(context, account, options.Value);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, IOptions<AccessOptions> options, CancellationToken cancellationToken)
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

        var (body, unread) = await Bodies.ReadAsync(context.Request, GatewayJson.Default.SignInRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        return await signIns.TryAsync(body.Account ?? "", body.Password ?? "", cancellationToken) switch
        {
            ({ } account, _) => await EnterAsync(context, account, options.Value),
            (null, { } wait) => Problems.Of(
                Problems.Make(
                    StatusCodes.Status429TooManyRequests,
                    "too-many-tries",
                    "Too many wrong passwords",
                    $"This account had {options.Value.WrongPasswordsMax} of them in a row.",
                    "Wait for the time in Retry-After."),
                wait),
            _ => Problems.Of(Problems.Make(
                StatusCodes.Status401Unauthorized,
                "wrong-password",
                "The account or its password is wrong",
                "They do not belong together, or the account is disabled.",
                "Try again, or ask an administrator for a new password.")),
        };
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, ProviderSignOut signOut, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var address = await signOut.LeaveAsync(context, cancellationToken);
        return Answer(context, options.Value.SignIn == SignInMode.Open ? Actor.Owner : null, options.Value, address);
    }

    private static async Task<IResult> EnterAsync(HttpContext context, StoredAccount account, AccessOptions options)
    {
        var actor = Actor.Of(account);
        await context.SignInAsync(Actor.Scheme, actor.Principal());
        return Answer(context, actor, options);
    }

    private static JsonHttpResult<MeView> Answer(HttpContext context, Actor? actor, AccessOptions options, string? signOutAt = null, ImmutableArray<StoredAccount> accounts = default) => TypedResults.Json(
        new MeView
        {
            Name = actor?.Name,
            DisplayName = actor?.DisplayName,
            Roles = actor?.Roles ?? [],
            SignedIn = actor?.SignedIn ?? false,
            SignIn = Names<SignInMode>.Of(options.SignIn),
            PersonalDataHidden = actor is not null && context.RequestServices.GetRequiredService<Sight>().HidesPersonal(actor.Principal()),
            Accounts = accounts.IsDefaultOrEmpty ? [] : [.. accounts.Where(a => !a.Disabled).Select(a => new AccountChoice { Name = a.Name, DisplayName = a.DisplayName })],
            SignOutAt = signOutAt,
        },
        GatewayJson.Default.MeView);
}
