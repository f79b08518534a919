using Microsoft.AspNetCore.Authentication.Cookies;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Asks at each request whether its session goes on.</summary>
internal sealed class SessionEvents(Sessions sessions) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (await sessions.RenewAsync(context.Principal, context.HttpContext.RequestAborted) is { } principal)
        {
            context.ReplacePrincipal(principal);
            return;
        }

        // The cookie stays where it is: this request may have been on its way while another one opened a new session, whose cookie has the same name.
        context.RejectPrincipal();
    }
}
