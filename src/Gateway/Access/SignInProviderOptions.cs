using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>The OpenID Connect provider where people sign in. Nothing of it is there until <see cref="Authority"/> is set.</summary>
public sealed class SignInProviderOptions : IValidatableObject
{
    public const string Section = "Access:OpenIdConnect";

    /// <summary>The provider's address, below which <c>/.well-known/openid-configuration</c> is: https, or http on the loopback.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What the provider calls this installation.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Empty where the provider takes PKCE alone.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What is asked for; without <c>openid</c> there is no signing in. Default: openid profile email.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Claim that names the account when it is new. Default: preferred_username.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Claim with what the provider says somebody is, once or as a list. Default: roles.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>By role of ours, the provider's values that give it. Empty: the provider's values are our roles' names.</summary>
    public Dictionary<string, string[]> Roles { get; set; } = [];

    /// <summary>What the button says. Default: Sign in with your organisation.</summary>
    public string Label { get; set; } = "Sign in with your organisation";

    /// <summary>The address that browsers know this installation by, for example https://cx.example.com. Empty: the one that they ask for.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Whether local accounts with passwords can sign in besides. Default: true.</summary>
    public bool LocalAccounts { get; set; } = true;

    internal bool Configured => Authority.Length > 0 || ClientId.Length > 0 || ClientSecret.Length > 0;

    /// <summary>Our roles that the provider's values give, in our order.</summary>
    internal IEnumerable<string> RolesOf(IReadOnlyCollection<string> values) => Access.Roles.All.Where(role =>
        Roles.Count == 0 ? values.Contains(role) : Roles.GetValueOrDefault(role, []).Any(values.Contains));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Configured)
        {
            if (!LocalAccounts)
            {
                yield return Wrong(nameof(LocalAccounts), $"is false, and without {Section}:{nameof(Authority)} nobody could sign in.");
            }

            yield break;
        }

        if (!IsAddress(Authority) || new Uri(Authority) is { Scheme: "http", IsLoopback: false })
        {
            yield return Wrong(nameof(Authority), "must be the provider's https address (http on the loopback only).");
        }

        foreach (var (name, value) in new[] { (nameof(ClientId), ClientId), (nameof(NameClaim), NameClaim), (nameof(RoleClaim), RoleClaim), (nameof(Label), Label) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return Wrong(name, "must not be empty.");
            }
        }

        if (!Scopes.Split(' ').Contains("openid"))
        {
            yield return Wrong(nameof(Scopes), "must contain openid.");
        }

        if (PublicUrl.Length > 0 && !(IsAddress(PublicUrl) && new Uri(PublicUrl).PathAndQuery == "/"))
        {
            yield return Wrong(nameof(PublicUrl), "must be like https://cx.example.com, without a path.");
        }

        foreach (var (role, values) in Roles)
        {
            if (!Access.Roles.All.Contains(role))
            {
                yield return Wrong($"{nameof(Roles)}:{role}", $"is no role; there are {string.Join(", ", Access.Roles.All)}.");
            }

            if (values is null or [] || values.Any(string.IsNullOrWhiteSpace))
            {
                yield return Wrong($"{nameof(Roles)}:{role}", $"must list the provider's values, as {Section}:{nameof(Roles)}:{role}:0.");
            }
        }
    }

    private static bool IsAddress(string value) => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static ValidationResult Wrong(string setting, string what) => new($"{Section}:{setting} {what}", [setting]);
}

[OptionsValidator]
internal sealed partial class SignInProviderOptionsValidator : IValidateOptions<SignInProviderOptions>;
