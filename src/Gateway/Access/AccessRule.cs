using System.Collections.Immutable;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Who may call an endpoint or a method of the hub.</summary>
/// <param name="Method">Of HTTP; <see cref="Hub"/> for a method of the hub.</param>
/// <param name="Pattern">The route, or the hub's method.</param>
/// <param name="Roles">Any of these; none: see <paramref name="Otherwise"/>.</param>
/// <param name="Otherwise">Who else may, where no role is needed.</param>
/// <param name="When">The part of it that the rule is about; null: all of it.</param>
internal sealed record AccessRule(string Method, string Pattern, ImmutableArray<string> Roles, string? Otherwise = null, string? When = null)
{
    public const string Hub = "HUB";

    public bool Allows(Actor actor) => Roles.IsEmpty || actor.Roles.Any(Roles.Contains);
}
