using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Access;

/// <summary>The page that a one-time link opens: its account's password is chosen there.</summary>
internal static class FirstPasswordPage
{
    public static void MapFirstPasswordPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(FirstLinks.Path, OpenAsync).ExcludeFromDescription();
        routes.MapPost(FirstLinks.Path, ChooseAsync).RequireRateLimiting(RequestLimits.SignIn).ExcludeFromDescription();
    }

    private static async Task<ContentHttpResult> OpenAsync(HttpContext context, FirstLinks links, IAccountStore store, CancellationToken cancellationToken) =>
        await FindAsync(context, links, store, cancellationToken) is { } account ? Form(account, null) : Over();

    private static async Task<IResult> ChooseAsync(
        HttpContext context, FirstLinks links, IAccountStore store, AccountDirectory directory, Passwords passwords, SignIns signIns, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength is not <= SignInPage.FormBytesMax || !context.Request.HasFormContentType)
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (await FindAsync(context, links, store, cancellationToken) is not { } account)
        {
            return Over();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var password = form["password"].ToString();
        if (password.Length is < Passwords.LengthMin or > Passwords.LengthMax)
        {
            return Form(account, $"A password has {Passwords.LengthMin} to {Passwords.LengthMax} characters.");
        }

        if (password != form["again"].ToString())
        {
            return Form(account, "The two passwords differ.");
        }

        var entry = new AuditEntry { By = account.Name, Action = AuditActions.AccountChanged, Kind = "account", Id = account.Name, Detail = "password chosen with a one-time link" };
        if (await store.PutAsync(account with { PasswordHash = await passwords.HashAsync(account.Name, password, cancellationToken), MustChange = false, Stamp = Sessions.NewStamp() }, account.Version, entry, cancellationToken) is not { } stored)
        {
            return Over();
        }

        directory.Forget(stored.Name);
        return await SecondStepPage.AnswerAsync(context, await signIns.ContinueAsync(stored, code: null, Senders.Address(context), cancellationToken));
    }

    private static async Task<StoredAccount?> FindAsync(HttpContext context, FirstLinks links, IAccountStore store, CancellationToken cancellationToken) =>
        links.Read(context.Request.Query[FirstLinks.Parameter]) is { } link
        && await store.GetAsync(link.Name, cancellationToken) is { Disabled: false } account
        && account.Version == link.Version
            ? account
            : null;

    private static ContentHttpResult Form(StoredAccount account, string? problem) => AccessPage.Of(
        "Choose a password",
        $"""
        {(problem is null ? "" : $"<p role=\"alert\"><strong>{problem}</strong></p>")}
        <p>Choose the password of the account <strong>{AccessPage.Text(account.Name)}</strong>.</p>
        <form method="post">
        <input name="account" autocomplete="username" value="{AccessPage.Text(account.Name)}" hidden>
        <p><label>New password <input name="password" type="password" autocomplete="new-password" minlength="{Passwords.LengthMin}" maxlength="{Passwords.LengthMax}" required autofocus></label></p>
        <p><label>New password again <input name="again" type="password" autocomplete="new-password" required></label></p>
        <p><button>Save and sign in</button></p>
        </form>
        """,
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static ContentHttpResult Over() => AccessPage.Refusal(
        StatusCodes.Status403Forbidden, "This link cannot be used.", "It was used already, or is older than a day. Restart the gateway for a new one, or ask an administrator.");
}
