using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Leads browsers to the provider and back, and out again.</summary>
internal static partial class ProviderPages
{
    public const string Path = SignInPage.Path + "/provider";

    public const string CallbackPath = Path + "/callback";

    public const string SignOutPath = "/sign-out";

    public const string Unreachable = "The provider where people sign in cannot be reached.";

    public static void MapProviderPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, LeadAsync).ExcludeFromDescription();
        routes.MapGet(SignOutPath, static () => AccessPage.Of("Sign out", $"<form method=\"post\" action=\"{SignOutPath}\"><p><button autofocus>Sign out</button></p></form>"))
            .ExcludeFromDescription();
        routes.MapPost(SignOutPath, LeaveAsync).ExcludeFromDescription();

        // The scheme answers where the provider comes back to; without one there is nothing, and not the console's page either.
        routes.MapGet(CallbackPath, static () => TypedResults.NotFound()).ExcludeFromDescription();
    }

    /// <summary>A link and not a form: what a form leads to must be our own, by the word that browsers get about forms.</summary>
    private static async Task<IResult> LeadAsync(
        HttpContext context,
        IOptions<SignInProviderOptions> options,
        IOptionsMonitor<OpenIdConnectOptions> handlers,
        ILogger<ProviderEvents> logger,
        CancellationToken cancellationToken)
    {
        if (!options.Value.Configured)
        {
            return TypedResults.NotFound();
        }

        if (ReturnPath.Of(context.Request) is not { } path)
        {
            return AccessPage.Refusal(StatusCodes.Status400BadRequest, "This link leads elsewhere after signing in.", "Sign in from the console's own page.");
        }

        try
        {
            // Asked for here, where a failure can be reported; the challenge then finds it.
            await handlers.Get(ProviderExtensions.Scheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException)
        {
            LogUnreachable(logger, exception);
            return AccessPage.Refusal(StatusCodes.Status502BadGateway, Unreachable, "Try again in a minute. If the problem persists, tell an administrator; the gateway's log says more.");
        }

        return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = path }, [ProviderExtensions.Scheme]);
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, ProviderSignOut signOut, CancellationToken cancellationToken) =>
        AccessPage.Onwards("Signed out", await signOut.LeaveAsync(context, cancellationToken) ?? SignInPage.Path);

    [LoggerMessage(3405, LogLevel.Error, "The provider where people sign in cannot be reached")]
    private static partial void LogUnreachable(ILogger logger, Exception exception);
}
