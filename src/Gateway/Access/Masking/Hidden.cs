using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access.Masking;

/// <summary>What somebody does not see.</summary>
[Flags]
internal enum Hidden
{
    None = 0,

    /// <summary>Names, ways to reach people, free text.</summary>
    Personal = 1,

    /// <summary>What other systems answered.</summary>
    Errors = 2,
}

/// <summary>Says what is hidden from somebody by their roles: personal data where every role of theirs is one of those that do not need it.</summary>
internal sealed class Sight(IOptions<AccessOptions> options)
{
    private readonly string[] _masked = options.Value.MaskedRoles.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private const string MaskedClaim = "cx:masked";

    /// <summary>Somebody from whom personal data is hidden whatever their roles.</summary>
    public static ClaimsPrincipal Masked(ClaimsPrincipal user)
    {
        ((ClaimsIdentity)user.Identity!).AddClaim(new Claim(MaskedClaim, "true"));
        return user;
    }

    public Hidden Of(ClaimsPrincipal? user)
    {
        IReadOnlyCollection<string> roles = user is null ? [] : Actor.Of(user)?.Roles ?? [];
        return (roles.All(_masked.Contains) || user?.HasClaim(MaskedClaim, "true") == true ? Hidden.Personal : Hidden.None)
            | (roles.Any(r => r is Roles.Operator or Roles.Administrator) ? Hidden.None : Hidden.Errors);
    }

    public bool HidesPersonal(ClaimsPrincipal? user) => Of(user).HasFlag(Hidden.Personal);
}
