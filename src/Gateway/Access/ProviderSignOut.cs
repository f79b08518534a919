using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Ends a session here, and says where it ends at the provider.</summary>
internal sealed partial class ProviderSignOut(
    IOptionsMonitor<OpenIdConnectOptions> handlers,
    IOptions<SignInProviderOptions> options,
    IOptions<AccessOptions> access,
    IAccountStore store,
    AccountDirectory accounts,
    ILogger<ProviderSignOut> logger)
{
    private const string FromProvider = "cx:provider";

    public static void Mark(AuthenticationProperties session) => session.SetString(FromProvider, "true");

    /// <summary>Ends the session here. The address where a browser ends it at the provider; null where there is none.</summary>
    public async Task<string?> LeaveAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var session = await context.AuthenticateAsync(Actor.Scheme);
        await context.SignOutAsync(Actor.Scheme);
        if (access.Value.SignIn == SignInMode.Accounts && session.Principal is { } principal && Actor.Of(principal) is { SignedIn: true } actor)
        {
            // Also the sessions that the same person left elsewhere, and copies of this one's cookie.
            var entry = new AuditEntry { By = actor.Name, Action = AuditActions.SignedOut, Kind = "account", Id = actor.Name };
            await store.StampAsync(actor.Name, Sessions.NewStamp(), entry, CancellationToken.None);
            accounts.Forget(actor.Name);
        }

        return options.Value.Configured && session.Properties is { } properties && properties.GetString(FromProvider) is not null
            ? await AddressAsync(context.Request, properties.GetTokenValue(OpenIdConnectParameterNames.IdToken), cancellationToken)
            : null;
    }

    private async Task<string?> AddressAsync(HttpRequest request, string? idToken, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await handlers.Get(ProviderExtensions.Scheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return string.IsNullOrEmpty(configuration.EndSessionEndpoint)
                ? null
                : new OpenIdConnectMessage
                {
                    IssuerAddress = configuration.EndSessionEndpoint,
                    ClientId = options.Value.ClientId,
                    IdTokenHint = idToken,
                    PostLogoutRedirectUri = (options.Value.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/') : $"{request.Scheme}://{request.Host}") + SignInPage.Path,
                }.CreateLogoutRequestUrl();
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException)
        {
            // The session here has ended all the same, which is what was asked for.
            LogUnreachable(logger, exception);
            return null;
        }
    }

    [LoggerMessage(3404, LogLevel.Warning, "Somebody signed out here only: the provider cannot be reached")]
    private static partial void LogUnreachable(ILogger logger, Exception exception);
}
