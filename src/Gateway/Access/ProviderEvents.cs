using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Turns what the provider says into a session of an account here, or into a page that says why not.</summary>
internal sealed partial class ProviderEvents(ProviderAccounts accounts, Sessions sessions, IOptions<SignInProviderOptions> options, ILogger<ProviderEvents> logger) : OpenIdConnectEvents
{
    /// <summary>A longer token would make the session's cookie and the address of signing out longer than servers take.</summary>
    private const int TokenLengthMax = 4_000;

    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (options.Value.PublicUrl is { Length: > 0 } url)
        {
            context.ProtocolMessage.RedirectUri = url.TrimEnd('/') + context.Options.CallbackPath;
        }

        return Task.CompletedTask;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        // Only what signing out at the provider takes: other tokens are for other services, and are not kept.
        var idToken = context.TokenEndpointResponse?.IdToken;
        context.Properties!.StoreTokens(idToken is { Length: <= TokenLengthMax } ? [new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = idToken }] : []);
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var person = ProviderPerson.Of(context.Principal!, options.Value);
        var entry = person is null
            ? ProviderEntry.Refused("no-subject", "The provider does not say who you are.", "Tell an administrator: the token has no subject that can be used.")
            : await accounts.EnterAsync(person, http.RequestAborted);
        if (entry.Account is not { } account)
        {
            var refusal = entry.Refusal!;
            LogRefused(logger, refusal.Reason);
            await AccessPage.Refusal(StatusCodes.Status403Forbidden, refusal.Problem, refusal.Cure).ExecuteAsync(http);
            return;
        }

        // Not prolonged by use: who lost a role at the provider, or left, has to come by there again.
        var session = new AuthenticationProperties { AllowRefresh = false };
        session.StoreTokens(context.Properties!.GetTokens());
        ProviderSignOut.Mark(session);
        await sessions.OpenAsync(http, account, session);
        await AccessPage.Onwards("Signed in", context.ReturnUri ?? "/").ExecuteAsync(http);
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        var (status, problem) = Say(context.Failure);
        LogFailed(logger, context.Failure, problem);
        return AccessPage.Refusal(status, problem, "Sign in again. If the problem persists, tell an administrator; the gateway's log says more.").ExecuteAsync(context.HttpContext);
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.HandleResponse();
        return AccessPage.Refusal(StatusCodes.Status403Forbidden, "The provider did not let you in.", "Sign in again, or ask an administrator of the provider.")
            .ExecuteAsync(context.HttpContext);
    }

    // The failure's own words are for the log: they name addresses and parts of tokens.
    private static (int Status, string Problem) Say(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException or SecurityTokenNotYetValidException =>
            (StatusCodes.Status403Forbidden, "What the provider says is out of date: its clock and ours may differ."),
        SecurityTokenException or OpenIdConnectProtocolInvalidNonceException =>
            (StatusCodes.Status403Forbidden, "What the provider says cannot be trusted, and was not."),
        HttpRequestException or InvalidOperationException or TaskCanceledException =>
            (StatusCodes.Status502BadGateway, ProviderPages.Unreachable),
        _ => (StatusCodes.Status400BadRequest, "Signing in at the provider did not come to its end here. It may have taken too long, or begun in another window."),
    };

    [LoggerMessage(3402, LogLevel.Warning, "Signing in at the provider failed: {Problem}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string problem);

    [LoggerMessage(3403, LogLevel.Information, "Somebody who signed in at the provider was not let in: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
