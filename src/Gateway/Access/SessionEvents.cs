using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CxOrchestrator.Gateway.Access;

/// <summary>A session has the roles that its account has now; one whose account is gone or disabled ends.</summary>
internal sealed class SessionEvents(AccountDirectory accounts) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.Principal is not { } principal || Actor.Of(principal) is not { } actor)
        {
            context.RejectPrincipal();
            return;
        }

        if (await accounts.FindAsync(actor.Name, context.HttpContext.RequestAborted) is { } account)
        {
            context.ReplacePrincipal(Actor.Of(account).Principal());
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Actor.Scheme);
    }
}
