using CxOrchestrator.Gateway.Sources;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>The page at <c>/sign-in</c>, which needs no script: where browsers are led that ask for the console without a session.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";

    public const int FormBytesMax = 16 * 1024;

    public static void MapSignInPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, static (HttpContext context) => Page(context, null)).ExcludeFromDescription();
        routes.MapPost(Path, SignInAsync).RequireRateLimiting(RequestLimits.SignIn).ExcludeFromDescription();
        routes.MapFirstPasswordPage();
        routes.MapProviderPages();
    }

    /// <summary>Leads browsers that open a page without a session to this one.</summary>
    public static IApplicationBuilder UseSignInPage(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var request = context.Request;
        if (context.User.Identity is { IsAuthenticated: true }
            || !HttpMethods.IsGet(request.Method)
            || request.Headers["Sec-Fetch-Mode"] is not ["navigate"]
            || request.Path.StartsWithSegments(Path)
            || request.Path == ProviderPages.SignOutPath
            || context.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.SignIn == SignInMode.Open)
        {
            return next(context);
        }

        context.Response.Redirect(ReturnPath.Append(Path, request.Path + request.QueryString));
        return Task.CompletedTask;
    });

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, Sessions sessions, CancellationToken cancellationToken)
    {
        if (!signIns.Open)
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (context.Request.ContentLength is not <= FormBytesMax || !context.Request.HasFormContentType)
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (name, password, next) = (form["account"].ToString(), form["password"].ToString(), form.ContainsKey("new") ? form["new"].ToString() : null);
        if (next is not null && next != form["again"].ToString())
        {
            return Change(context, name, "The two new passwords differ.");
        }

        var outcome = await signIns.TryAsync(name, password, next, Senders.Address(context), cancellationToken);
        switch (outcome.Result)
        {
            case SignInResult.Entered:
                await sessions.OpenAsync(context, outcome.Account!);
                return TypedResults.LocalRedirect(ReturnPath.Of(context.Request) ?? "/");
            case SignInResult.MustChange:
                return Change(context, name, "This password was chosen by somebody else. Choose your own.");
            case SignInResult.BadPassword:
                return Change(context, name, outcome.Problem!);
            case SignInResult.Wait:
                return Page(context, $"Too many wrong passwords. Wait {Math.Ceiling(outcome.WaitFor.TotalSeconds):F0} seconds.");
            default:
                return Page(context, "The account or its password is wrong.");
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Change(HttpContext context, string account, string problem) => AccessPage.Of(
        "Choose a password",
        $"""
        <p role="alert"><strong>{AccessPage.Text(problem)}</strong></p>
        <form method="post" action="{Link(Path, ReturnPath.Of(context.Request) ?? "/")}">
        <p><label>Account <input name="account" autocomplete="username" value="{AccessPage.Text(account)}" required></label></p>
        <p><label>Current password <input name="password" type="password" autocomplete="current-password" required autofocus></label></p>
        <p><label>New password <input name="new" type="password" autocomplete="new-password" minlength="{Passwords.LengthMin}" maxlength="{Passwords.LengthMax}" required></label></p>
        <p><label>New password again <input name="again" type="password" autocomplete="new-password" required></label></p>
        <p><button>Save and sign in</button></p>
        </form>
        """,
        StatusCodes.Status403Forbidden);

    // Of what a visitor sent only the path is written into it, encoded.
    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Page(HttpContext context, string? problem)
    {
        var provider = context.RequestServices.GetRequiredService<IOptions<SignInProviderOptions>>().Value;
        var onwards = ReturnPath.Of(context.Request) ?? "/";
        return AccessPage.Of(
            "Sign in",
            $"""
            {(problem is null ? "" : $"<p role=\"alert\"><strong>{problem}</strong></p>")}
            {(provider.Configured ? $"<p><a href=\"{Link(ProviderPages.Path, onwards)}\" class=\"button\">{AccessPage.Text(provider.Label)}</a></p>" : "")}
            {(provider.LocalAccounts ? Form(Link(Path, onwards)) : "")}
            """,
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    private static string Form(string action) =>
        $"""
        <form method="post" action="{action}">
        <p><label>Account <input name="account" autocomplete="username" required autofocus></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
        <p><button>Sign in</button></p>
        </form>
        """;

    private static string Link(string path, string onwards) => AccessPage.Text(ReturnPath.Append(path, onwards));
}
