using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>The page at <c>/sign-in</c>, which needs no script: where browsers are led that ask for the console without a session.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";

    public const int FormBytesMax = 16 * 1024;

    public const string CodeField = "code";

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
            || PublicPaths.Has(request.Path)
            || context.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.SignIn == SignInMode.Open)
        {
            return next(context);
        }

        context.Response.Redirect(ReturnPath.Append(Path, request.Path + request.QueryString));
        return Task.CompletedTask;
    });

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, CancellationToken cancellationToken)
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
        if (form.ContainsKey(SecondStepPage.TicketField))
        {
            return await SecondStepPage.ContinueAsync(context, form, cancellationToken);
        }

        var (name, password, next) = (form["account"].ToString(), form["password"].ToString(), form.ContainsKey("new") ? form["new"].ToString() : null);
        if (next is not null && next != form["again"].ToString())
        {
            // Nothing was checked: the field for a code is there if it was there before.
            return Change(context, name, form.ContainsKey(CodeField), "The two new passwords differ.");
        }

        var attempt = new SignInTry(name, password, Senders.Address(context)) { NewPassword = next, Code = form[CodeField] };
        var outcome = await signIns.TryAsync(attempt, cancellationToken);
        var takesCode = outcome.Account?.TakesCode() ?? false;
        return outcome.Result switch
        {
            SignInResult.MustChange => Change(context, name, takesCode, "This password was chosen by somebody else. Choose your own."),
            SignInResult.BadPassword => Change(context, name, takesCode, outcome.Problem!),
            SignInResult.CodeNeeded or SignInResult.WrongCode when next is not null => Change(context, name, takesCode, SecondStepPage.WrongCode),
            SignInResult.Wait => Page(context, $"Too many wrong passwords or codes. Wait {Math.Ceiling(outcome.WaitFor.TotalSeconds):F0} seconds."),
            SignInResult.Wrong => Page(context, "The account or its password is wrong."),
            _ => await SecondStepPage.AnswerAsync(context, outcome),
        };
    }

    /// <summary>The address that forms of signing in are sent to, with the page that was asked for.</summary>
    public static string Action(HttpContext context) => Link(Path, ReturnPath.Of(context.Request) ?? "/");

    private static ContentHttpResult Change(HttpContext context, string account, bool takesCode, string problem) => AccessPage.Of(
        "Choose a password",
        $"""
        <p role="alert"><strong>{AccessPage.Text(problem)}</strong></p>
        <form method="post" action="{Action(context)}">
        <p><label>Account <input name="account" autocomplete="username" value="{AccessPage.Text(account)}" required></label></p>
        <p><label>Current password <input name="password" type="password" autocomplete="current-password" required autofocus></label></p>
        <p><label>New password <input name="new" type="password" autocomplete="new-password" minlength="{Passwords.LengthMin}" maxlength="{Passwords.LengthMax}" required></label></p>
        <p><label>New password again <input name="again" type="password" autocomplete="new-password" required></label></p>
        {(takesCode ? $"<p><label>Code <input name=\"{CodeField}\" autocomplete=\"one-time-code\" maxlength=\"{TypedCode.LengthMax}\" required></label></p>\n<p class=\"hint\">From your authenticator app, or one of your recovery codes.</p>" : "")}
        <p><button>Save and sign in</button></p>
        </form>
        """,
        StatusCodes.Status403Forbidden);

    // Of what a visitor sent only the path is written into it, encoded.
    public static ContentHttpResult Page(HttpContext context, string? problem)
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
