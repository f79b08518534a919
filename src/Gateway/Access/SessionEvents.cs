using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>A session has the roles that its account has now; one whose account is gone, disabled or of a kind that no longer signs in ends.</summary>
internal sealed class SessionEvents(AccountDirectory accounts, IOptions<SignInProviderOptions> provider) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.Principal is not { } principal || Actor.Of(principal) is not { } actor)
        {
            context.RejectPrincipal();
            return;
        }

        if (await accounts.FindAsync(actor.Name, context.HttpContext.RequestAborted) is { } account
            && (provider.Value.LocalAccounts || account.Subject is not null))
        {
            context.ReplacePrincipal(Actor.Of(account).Principal());
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Actor.Scheme);
    }
}
