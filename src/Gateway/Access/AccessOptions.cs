using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>How people are known.</summary>
public enum SignInMode
{
    /// <summary>Nobody signs in: everybody acts as the owner, or chooses another account without a password.</summary>
    Open,

    /// <summary>Local accounts with passwords.</summary>
    Accounts,
}

/// <summary>Who may do what.</summary>
public sealed class AccessOptions : IValidatableObject
{
    public const string Section = "Access";

    /// <summary>Open or Accounts. Default: Open.</summary>
    public SignInMode SignIn { get; set; } = SignInMode.Open;

    /// <summary>Lets a gateway of a cluster start although nobody signs in. Default: false.</summary>
    public bool OpenOnPurpose { get; set; }

    /// <summary>The address that browsers use, for example https://cx.example.com. Empty: a loopback address, or one of <see cref="Hosts"/>.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Further names that this installation answers to, as <c>cx.example.com</c> or, for one port only, <c>cx.example.com:8080</c>. Loopback names are always among them.</summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>Roles, separated by spaces, that do not need personal data: who has no other sees it masked. Default: marketer approver. Empty: nobody.</summary>
    public string MaskedRoles { get; set; } = $"{Roles.Marketer} {Roles.Approver}";

    /// <summary>Whether everybody with a password needs a second factor. Default: Optional.</summary>
    public SecondFactorMode SecondFactor { get; set; } = SecondFactorMode.Optional;

    /// <summary>Roles, separated by spaces, that need a second factor. Default: none.</summary>
    public string SecondFactorRoles { get; set; } = "";

    /// <summary>How long a session lasts without a request. Default: 12 hours. Bound: 5 minutes to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan SessionFor { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts at most, whatever is done in it. Default: 7 days. Bound: 5 minutes to 90 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan SessionAtMost { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How soon a change of an account reaches its sessions. Default: 5 s. Bound: 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan AccountsKnownFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wrong passwords in a row, from one address over all accounts, after which the address waits. Default: 50.</summary>
    [Range(1, 10_000)]
    public int WrongPasswordsPerAddressMax { get; set; } = 50;

    /// <summary>Wrong passwords in a row, from one address, after which an account waits there. Default: 5.</summary>
    [Range(1, 100)]
    public int WrongPasswordsMax { get; set; } = 5;

    /// <summary>Wrong codes in a row, from all addresses together, after which an account's codes wait: only who has the password can give any. Default: 10.</summary>
    [Range(1, 100)]
    public int WrongCodesMax { get; set; } = 10;

    /// <summary>How long it waits then. Default: 1 min. Bound: 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WrongPasswordPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether browsers reach it over TLS.</summary>
    internal bool IsHttps => PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a gateway of this mode does not start; null where it may.</summary>
    internal static string? Refusal(SignInMode signIn, bool onPurpose, GatewayMode mode) => mode == GatewayMode.Cluster && signIn == SignInMode.Open && !onPurpose
        ? $"{Section}:{nameof(SignIn)} is Open: everybody who reaches this gateway could read customers and change policies. Set {Section}:{nameof(SignIn)}=Accounts, or {Section}:{nameof(OpenOnPurpose)}=true on a network of your own."
        : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl.Length > 0 && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/" && address.UserInfo.Length == 0))
        {
            yield return new($"{Section}:{nameof(PublicUrl)} must be like https://cx.example.com, without a path.", [nameof(PublicUrl)]);
        }

        foreach (var (setting, roles) in new[] { (nameof(MaskedRoles), MaskedRoles), (nameof(SecondFactorRoles), SecondFactorRoles) })
        {
            if (roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(r => !Roles.All.Contains(r)) is { } unknown)
            {
                yield return new($"{Section}:{setting} names {unknown}, which is no role; there are {string.Join(", ", Roles.All)}.", [setting]);
            }
        }

        for (var i = 0; i < Hosts.Length; i++)
        {
            if (!AllowedHosts.IsName(Hosts[i]))
            {
                yield return new($"{Section}:{nameof(Hosts)}:{i} must be a host's name, or a name and a port, as cx.example.com or cx.example.com:8080.", [nameof(Hosts)]);
            }
        }
    }
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
