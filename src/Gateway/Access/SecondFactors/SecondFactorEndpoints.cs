using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary><c>/v1/me/second-factor</c>: what somebody signs in with in addition to the password.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactor(this IEndpointRouteBuilder routes)
    {
        var factor = routes.MapGroup("/v1/me/second-factor").WithTags("Access").RequireRateLimiting(RequestLimits.SignIn)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status401Unauthorized).Refuses(StatusCodes.Status409Conflict).Refuses(StatusCodes.Status429TooManyRequests);
        factor.MapPost("/", BeginAsync)
            .WithName("BeginSecondFactor").WithSummary("Create a secret for an authenticator app; it is returned once, and used after it is confirmed")
            .Accepts<SecondFactorStart>("application/json").Produces<SecondFactorSecret>();
        factor.MapPost("/confirm", ConfirmAsync)
            .WithName("ConfirmSecondFactor").WithSummary("Turn the second factor on with a first code; other sessions of the account end")
            .Accepts<SecondFactorConfirmation>("application/json").Produces<RecoveryCodesView>();
        factor.MapPost("/disable", DisableAsync)
            .WithName("DisableSecondFactor").WithSummary("Turn the second factor off, where none is required")
            .Accepts<SecondFactorProof>("application/json").Produces(StatusCodes.Status204NoContent);
        factor.MapPost("/recovery-codes", RenewCodesAsync)
            .WithName("RenewRecoveryCodes").WithSummary("Replace the recovery codes")
            .Accepts<SecondFactorProof>("application/json").Produces<RecoveryCodesView>();
    }

    private static async Task<IResult> BeginAsync(
        HttpContext context, SignIns signIns, SecondFactorChanges changes, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.SecondFactorStart, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (await OwnAsync(context, signIns, options.Value, cancellationToken) is not { } own)
        {
            return SignInProblems.NoPassword();
        }

        if (own.TakesCode())
        {
            return HasOne();
        }

        var (account, refusal) = await signIns.ConfirmAsync(new SignInTry(own.Name, body.Password ?? "", Senders.Address(context)), cancellationToken);
        if (account is null)
        {
            return SignInProblems.Of(refusal!, options.Value);
        }

        var setUp = changes.Begin(account);
        return TypedResults.Json(
            new SecondFactorSecret { Secret = setUp.Secret, Uri = setUp.Uri, QrSvg = setUp.Svg, Pending = setUp.Pending }, ApiJson.Default.SecondFactorSecret);
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, SignIns signIns, Sessions sessions, SecondFactorChanges changes, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.SecondFactorConfirmation, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (await OwnAsync(context, signIns, options.Value, cancellationToken) is not { } own)
        {
            return SignInProblems.NoPassword();
        }

        var outcome = await changes.ConfirmAsync(own, body.Pending, body.Code, cancellationToken);
        switch (outcome.Result)
        {
            case SetUpResult.Enabled:
                await sessions.OpenAsync(context, outcome.Account!);
                return Codes(outcome.RecoveryCodes);
            case SetUpResult.HasOne:
                return HasOne();
            case SetUpResult.Expired:
                return Problems.WrongArguments([new() { Pointer = "/pending", Detail = "It is older than 15 minutes, or not of this account. Begin again." }]);
            default:
                return Problems.WrongArguments([new() { Pointer = "/code", Detail = "It is not a code of this secret. Check that the time of the device is right." }]);
        }
    }

    private static async Task<IResult> DisableAsync(
        HttpContext context, SignIns signIns, SecondFactorChanges changes, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var (account, refusal) = await ProvedAsync(context, signIns, options.Value, disables: true, cancellationToken);
        return account is null ? refusal! : await changes.DisableAsync(account.Name, cancellationToken) ? TypedResults.NoContent() : HasNone();
    }

    private static async Task<IResult> RenewCodesAsync(
        HttpContext context, SignIns signIns, SecondFactorChanges changes, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var (account, refusal) = await ProvedAsync(context, signIns, options.Value, disables: false, cancellationToken);
        return account is null ? refusal! : await changes.RenewCodesAsync(account, cancellationToken) is { } codes ? Codes(codes) : HasNone();
    }

    /// <summary>The account, once its owner gave the password and a code; else why not. What cannot be done is said before a code is used up.</summary>
    private static async Task<(StoredAccount? Account, IResult? Refusal)> ProvedAsync(
        HttpContext context, SignIns signIns, AccessOptions options, bool disables, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.SecondFactorProof, cancellationToken);
        if (body is null)
        {
            return (null, unread);
        }

        if (await OwnAsync(context, signIns, options, cancellationToken) is not { } own)
        {
            return (null, SignInProblems.NoPassword());
        }

        if (!own.TakesCode())
        {
            return (null, HasNone());
        }

        if (disables && options.Requires(own))
        {
            return (null, Conflict("second-factor-required", "The second factor cannot be turned off", "The installation, or an administrator, requires it of this account.", "Ask an administrator to reset it, if you need a new one."));
        }

        var (account, refusal) = await signIns.ConfirmAsync(new SignInTry(own.Name, body.Password ?? "", Senders.Address(context)) { Code = body.Code }, cancellationToken);
        return account is null ? (null, SignInProblems.Of(refusal!, options)) : (account, null);
    }

    /// <summary>The account that is signed in with a password; null: there is none.</summary>
    private static async Task<StoredAccount?> OwnAsync(HttpContext context, SignIns signIns, AccessOptions options, CancellationToken cancellationToken) =>
        context.Actor() is { SignedIn: true } actor && options.SignIn == SignInMode.Accounts && signIns.Open
        && await context.RequestServices.GetRequiredService<IAccountStore>().GetAsync(actor.Name, cancellationToken) is { Disabled: false, Subject: null, PasswordHash: not null } account
            ? account
            : null;

    private static JsonHttpResult<RecoveryCodesView> Codes(IReadOnlyList<string> codes) => TypedResults.Json(new RecoveryCodesView { Codes = codes }, ApiJson.Default.RecoveryCodesView);

    private static IResult HasOne() => Conflict("second-factor-enabled", "There is a second factor already", "This account has one.", "Turn it off first.");

    private static IResult HasNone() => Conflict("no-second-factor", "There is no second factor", "This account has none, or it was removed meanwhile.", "Set one up first.");

    private static IResult Conflict(string type, string title, string detail, string cure) =>
        Problems.Of(Problems.Make(StatusCodes.Status409Conflict, type, title, detail, cure));
}
