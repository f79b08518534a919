using System.Text;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>The page at <c>/sign-in</c>, which needs no script: where browsers are led that ask for the console without a session.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";

    private const int FormBytesMax = 16 * 1024;

    public static void MapSignInPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, static () => Page(null)).ExcludeFromDescription();
        routes.MapPost(Path, SignInAsync).ExcludeFromDescription();
    }

    /// <summary>Leads browsers that open a page without a session to this one.</summary>
    public static IApplicationBuilder UseSignInPage(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var request = context.Request;
        if (context.User.Identity is { IsAuthenticated: true }
            || !HttpMethods.IsGet(request.Method)
            || request.Headers["Sec-Fetch-Mode"] is not ["navigate"]
            || request.Path.StartsWithSegments(Path)
            || context.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.SignIn == SignInMode.Open)
        {
            return next(context);
        }

        context.Response.Redirect(Path);
        return Task.CompletedTask;
    });

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, CancellationToken cancellationToken)
    {
        if (LoopbackGuard.IsForeign(context.Request))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (context.Request.ContentLength is not <= FormBytesMax || !context.Request.HasFormContentType)
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (account, wait) = await signIns.TryAsync(form["account"].ToString(), form["password"].ToString(), cancellationToken);
        if (account is null)
        {
            return Page(wait is { } pause
                ? $"Too many wrong passwords. Wait {Math.Ceiling(pause.TotalSeconds):F0} seconds."
                : "The account or its password is wrong.");
        }

        await context.SignInAsync(Actor.Scheme, Actor.Of(account).Principal());
        return TypedResults.LocalRedirect("/");
    }

    // Nothing that a visitor sent is written into it.
    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Page(string? problem) => TypedResults.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Sign in - CxOrchestrator</title><meta name="viewport" content="width=device-width"></head>
        <body style="font-family: system-ui, sans-serif; max-width: 22rem; margin: 15vh auto; padding: 0 1rem">
        <h1>CxOrchestrator</h1>
        <form method="post" action="{Path}">
        {(problem is null ? "" : $"<p role=\"alert\"><strong>{problem}</strong></p>")}
        <p><label>Account<br><input name="account" autocomplete="username" required autofocus style="width: 100%"></label></p>
        <p><label>Password<br><input name="password" type="password" autocomplete="current-password" required style="width: 100%"></label></p>
        <p><button>Sign in</button></p>
        </form>
        </body>
        </html>
        """,
        "text/html",
        Encoding.UTF8,
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
}
