using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Keys;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>Who may make links to forms: people with a role, and servers with a key.</summary>
internal sealed class FormLinkAccess(IntakeAccess keys, RefusalLog log)
{
    /// <summary>Why the request may not; null: it may.</summary>
    public async Task<IResult?> RefusalAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            return (await keys.OfAsync(context, KeyScopes.Touchpoints)).Refusal;
        }

        var roles = AccessTable.Of("POST", FormLinkEndpoints.Path).SelectMany(r => r.Roles).ToList();
        var actor = Actor.Of(context.User);
        if (actor?.Roles.Any(roles.Contains) == true)
        {
            return null;
        }

        var problem = actor is null
            ? Problems.Make(
                StatusCodes.Status401Unauthorized, "sign-in-needed", "Nobody is signed in", "The request has neither a session nor an Authorization header.",
                "Sign in with POST /v1/sign-in, or send Authorization: Bearer and a key.")
            : AccessRefusals.RoleMissing(actor, roles);
        log.Refused(context, problem);
        return Problems.Of(problem);
    }
}
