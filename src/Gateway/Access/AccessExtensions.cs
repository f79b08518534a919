using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage.Protection;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Accounts, roles and sessions.</summary>
internal static class AccessExtensions
{
    public const string CookieName = "cx-session";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section)
            .Validate<Installation>(
                (access, installation) => AccessOptions.Refusal(access.SignIn, access.OpenOnPurpose, installation.Mode) is null,
                AccessOptions.Refusal(SignInMode.Open, onPurpose: false, GatewayMode.Cluster)!)
            .ValidateOnStart();
        services.AddSingleton<AllowedHosts>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<AuditedEndpoints>();
        services.AddSingleton<Masking.Sight>();
        services.AddSingleton<FirstLinks>();
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SecondFactorSecrets>();
        services.AddSingleton<SecondFactorChanges>();
        services.AddSingleton<SecondStepTickets>();
        services.AddSingleton<CodeCheck>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<Sessions>();
        services.AddRequestLimits();
        services.AddSingleton<SessionEvents>();
        services.AddHostedService<AccountSeeder>();
        services.AddStoredProtection();
        services.AddAuthentication(Actor.Scheme).AddCookie(Actor.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Actor.Scheme).Configure<IOptions<AccessOptions>>((cookie, access) =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SecurePolicy = access.Value.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = access.Value.SessionFor;
            cookie.SlidingExpiration = true;
            cookie.EventsType = typeof(SessionEvents);
        });
        services.AddSignInProvider();
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        return services;
    }

    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use(static (context, next) =>
        {
            if (context.User.Identity is not { IsAuthenticated: true } && context.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.SignIn == SignInMode.Open)
            {
                context.User = Actor.Owner.Principal();
            }

            return next(context);
        });
        return app.UseSignInPage().UseAuthorization();
    }
}
