using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Signing in at an OpenID Connect provider.</summary>
internal static class ProviderExtensions
{
    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddSignInProvider(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<SignInProviderOptions>, SignInProviderOptionsValidator>();
        services.AddOptions<SignInProviderOptions>().BindConfiguration(SignInProviderOptions.Section)
            .PostConfigure<IOptions<AccessOptions>>((provider, access) => provider.PublicUrl = provider.PublicUrl is { Length: > 0 } own ? own : access.Value.PublicUrl)
            .Validate<IOptions<AccessOptions>>(
                (provider, access) => !provider.Configured || access.Value.SignIn == SignInMode.Accounts,
                $"{SignInProviderOptions.Section} says where people sign in, and with Access:SignIn=Open nobody does: set Access:SignIn=Accounts.")
            .ValidateOnStart();
        services.AddSingleton<ProviderAccounts>();
        services.AddSingleton<ProviderEvents>();
        services.AddSingleton<ProviderSignOut>();

        // As AddOpenIdConnect does, except that the scheme is there only where a provider is: each request asks every scheme.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        services.AddTransient<OpenIdConnectHandler>();
        services.AddOptions<AuthenticationOptions>().Configure<IOptions<SignInProviderOptions>>((authentication, provider) =>
        {
            if (provider.Value.Configured)
            {
                authentication.AddScheme<OpenIdConnectHandler>(Scheme, provider.Value.Label);
            }
        });
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<SignInProviderOptions>, IOptions<AccessOptions>, TimeProvider>(Configure);
        return services;
    }

    private static void Configure(OpenIdConnectOptions handler, IOptions<SignInProviderOptions> options, IOptions<AccessOptions> access, TimeProvider clock)
    {
        var provider = options.Value;
        handler.Authority = provider.Authority;
        handler.RequireHttpsMetadata = new Uri(provider.Authority).Scheme == Uri.UriSchemeHttps;
        handler.ClientId = provider.ClientId;
        handler.ClientSecret = provider.ClientSecret is { Length: > 0 } secret ? secret : null;
        handler.SignInScheme = Actor.Scheme;
        handler.TimeProvider = clock;
        handler.EventsType = typeof(ProviderEvents);
        handler.ResponseType = OpenIdConnectResponseType.Code;
        handler.UsePkce = true;
        handler.MapInboundClaims = false;
        handler.SaveTokens = false;
        handler.BackchannelTimeout = AnswerWithin;
        handler.Scope.Clear();
        foreach (var scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            handler.Scope.Add(scope);
        }

        // Comes back as a link that is followed: a form posted from another site would come without cookies that http can set, and be refused.
        handler.ResponseMode = OpenIdConnectResponseMode.Query;
        handler.CallbackPath = ProviderPages.CallbackPath;
        foreach (var cookie in (CookieBuilder[])[handler.CorrelationCookie, handler.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = access.Value.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        // Frames of other sites come without the session's cookie, so they cannot end it; signing out there leads to a page of ours.
        handler.RemoteSignOutPath = default;
        handler.SignedOutCallbackPath = default;
    }
}
