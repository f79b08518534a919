using System.Collections.Immutable;
using System.Security.Claims;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Who acts.</summary>
internal sealed record Actor(string Name, string DisplayName, ImmutableArray<string> Roles, bool SignedIn)
{
    /// <summary>Scheme of the session's cookie.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string DisplayClaim = "cx:display";
    private const string UnsignedClaim = "cx:unsigned";

    /// <summary>The account used without signing in, where that is allowed: all roles.</summary>
    public static Actor Owner { get; } = new("owner", "Owner", Access.Roles.All, SignedIn: false);

    public static Actor Of(StoredAccount account) => new(account.Name, account.DisplayName, account.Roles, SignedIn: true);

    public static Actor? Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
        ? new Actor(
            name,
            user.FindFirstValue(DisplayClaim) ?? name,
            [.. user.FindAll(c => c.Type == (user.Identity as ClaimsIdentity)?.RoleClaimType).Select(c => c.Value).Where(r => Access.Roles.All.Contains(r))],
            !user.HasClaim(UnsignedClaim, "true"))
        : null;

    public ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity(Scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, Name));
        identity.AddClaim(new Claim(DisplayClaim, DisplayName));
        identity.AddClaims(Roles.Select(r => new Claim(ClaimTypes.Role, r)));
        if (!SignedIn)
        {
            identity.AddClaim(new Claim(UnsignedClaim, "true"));
        }

        return new ClaimsPrincipal(identity);
    }
}

internal static class ActorExtensions
{
    /// <summary>Who acts; endpoints that ask for a role have somebody.</summary>
    public static Actor Actor(this HttpContext context) => Access.Actor.Of(context.User) ?? throw new InvalidOperationException("Nobody acts here.");

    /// <summary>The name that is recorded: of who signed in, else the one that the request gives.</summary>
    public static string ActsAs(this HttpContext context, string given) => Access.Actor.Of(context.User) is { SignedIn: true } actor ? actor.Name : given;
}
