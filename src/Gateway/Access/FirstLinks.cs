using System.Globalization;
using System.Security.Cryptography;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Links with which somebody chooses an account's password. A link names the version of its account, so that using it, or any other change of
/// the account, ends it; every gateway of a cluster can read it.
/// </summary>
internal sealed class FirstLinks(
    IDataProtectionProvider protection, IOptions<AccessOptions> options, Installation installation, TimeProvider clock)
{
    public const string Path = SignInPage.Path + "/first";

    public const string Parameter = "token";

    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromHours(24);

    private const char Separator = '\n';

    private readonly IDataProtector _protector = protection.CreateProtector("cx.first-link");

    public string Make(StoredAccount account)
    {
        var until = (clock.GetUtcNow() + ValidFor).ToUnixTimeSeconds();
        var token = _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Name}{Separator}{account.Version}{Separator}{until}"));
        var address = (options.Value.PublicUrl is { Length: > 0 } url ? url : installation.Address).TrimEnd('/');
        return QueryHelpers.AddQueryString(address + Path, Parameter, token);
    }

    /// <summary>The account's name and version; null where the link is not ours or too old.</summary>
    public (string Name, long Version)? Read(string? token)
    {
        try
        {
            return _protector.Unprotect(token ?? "").Split(Separator) is [var name, var version, var until]
                && DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
                ? (name, long.Parse(version, CultureInfo.InvariantCulture))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
