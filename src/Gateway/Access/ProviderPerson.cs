using System.Collections.Immutable;
using System.Security.Claims;
using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Somebody as the sign-in provider describes them.</summary>
internal sealed record ProviderPerson(string Subject, string Name, string DisplayName, ImmutableArray<string> Roles)
{
    private const int SubjectLengthMax = 500;

    /// <summary>Null where the token does not say who it is.</summary>
    public static ProviderPerson? Of(ClaimsPrincipal token, SignInProviderOptions options)
    {
        // A subject is unique at its provider only, so both are the identity: a name can be changed there, and given to somebody else.
        if (token.FindFirst("sub") is not { Value: { Length: > 0 } sub, Issuer: var issuer } || $"{issuer} {sub}" is not { Length: <= SubjectLengthMax } subject)
        {
            return null;
        }

        var name = token.FindFirstValue(options.NameClaim) ?? "";
        var display = new string([.. (token.FindFirstValue("name") ?? "").Where(c => !char.IsControl(c)).Take(Bodies.NameLengthMax)]);
        return new ProviderPerson(
            subject,
            name,
            string.IsNullOrWhiteSpace(display) ? name : display,
            [.. options.RolesOf([.. token.FindAll(options.RoleClaim).Select(c => c.Value)])]);
    }
}
