using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Accounts, roles and sessions.</summary>
internal static class AccessExtensions
{
    private const string CookieName = "cx-session";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<SessionEvents>();
        services.AddHostedService<AccountSeeder>();
        services.AddDataProtection().SetApplicationName("cx");
        services.AddSingleton<StoredKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<StoredKeys>((keys, stored) => keys.XmlRepository = stored);
        services.AddAuthentication(Actor.Scheme).AddCookie(Actor.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Actor.Scheme).Configure<IOptions<AccessOptions>>((cookie, access) =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = access.Value.SessionFor;
            cookie.SlidingExpiration = true;
            cookie.EventsType = typeof(SessionEvents);
        });
        services.AddSignInProvider();
        services.AddAuthorization(AccessPolicies.Add);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        return services;
    }

    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use(static (context, next) => IsForged(context) ? Problems.WriteAsync(context, Forged()) : next(context));
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

    // A browser sends the cookie with requests that other sites' pages make; it also says where they come from.
    private static bool IsForged(HttpContext context) =>
        context.Request.Cookies.ContainsKey(CookieName)
        && (context.Request.Path.StartsWithSegments("/hubs") || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        && LoopbackGuard.IsForeign(context.Request);

    private static Problem Forged() => Problems.Make(
        StatusCodes.Status403Forbidden,
        "cross-origin",
        "Pages of other origins get no answer here",
        "The browser says that the request comes from another site's page.",
        "Use the console of this gateway. Behind a proxy, let it pass the Host header on.");
}
