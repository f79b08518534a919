using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Says who may not, as problems; programs are never sent to a page.</summary>
internal sealed class AccessRefusals(RefusalLog log) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (Actor.Of(context.User) is not { } actor)
        {
            return RefuseAsync(context, Problems.Make(
                StatusCodes.Status401Unauthorized,
                "sign-in-needed",
                "Nobody is signed in",
                "This installation requires sign-in.",
                "Sign in at /sign-in, or with POST /v1/sign-in."));
        }

        var roles = policy.Requirements.OfType<RolesAuthorizationRequirement>().SelectMany(r => r.AllowedRoles).Distinct();
        return RefuseAsync(context, RoleMissing(actor, roles));
    }

    public static Problem RoleMissing(Actor actor, IEnumerable<string> roles) => Problems.Make(
        StatusCodes.Status403Forbidden,
        "role-missing",
        "This account may not do that",
        $"Requires the role {string.Join(" or ", roles)}; {actor.Name} has {(actor.Roles.IsEmpty ? "none" : string.Join(", ", actor.Roles))}.",
        "Use an account that has it, or ask an administrator for the role.");

    private Task RefuseAsync(HttpContext context, Problem problem)
    {
        log.Refused(context, problem);
        return Problems.WriteAsync(context, problem);
    }
}
