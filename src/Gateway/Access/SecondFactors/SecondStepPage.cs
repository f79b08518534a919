using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>What the page at <c>/sign-in</c> asks after the password: a code, or to set up what makes codes. It needs no script.</summary>
internal static class SecondStepPage
{
    /// <summary>A form with it comes from here.</summary>
    public const string TicketField = "ticket";

    public const string WrongCode = "The code is wrong, or was used before. Wait for the next one.";

    private const string PendingField = "pending";

    /// <summary>Opens the session, or asks for what is missing.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext context, SignInOutcome outcome)
    {
        var account = outcome.Account;
        switch (outcome.Result)
        {
            case SignInResult.Entered:
                await context.RequestServices.GetRequiredService<Sessions>().OpenAsync(context, account!);
                return TypedResults.LocalRedirect(ReturnPath.Of(context.Request) ?? "/");
            case SignInResult.SetUpNeeded:
                return SetUp(context, account!, Of<SecondFactorChanges>(context).Begin(account!), null);
            case SignInResult.CodeNeeded:
                return Code(context, account!, null);
            case SignInResult.WrongCode:
                return Code(context, account!, WrongCode);
            case SignInResult.Wait:
                return SignInPage.Page(context, $"Too many wrong passwords or codes. Wait {Math.Ceiling(outcome.WaitFor.TotalSeconds):F0} seconds.");
            case SignInResult.CodeUnreadable:
                return AccessPage.Refusal(
                    StatusCodes.Status403Forbidden,
                    "Codes of this account can no longer be checked.",
                    "The key that protects its second factor is missing. Sign in with a recovery code, or ask an administrator to reset your second factor.");
            default:
                throw new System.Diagnostics.UnreachableException($"{outcome.Result} is not about a second step.");
        }
    }

    /// <summary>Reads the form that was sent from one of these pages.</summary>
    public static async Task<IResult> ContinueAsync(HttpContext context, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await Of<SecondStepTickets>(context).FindAsync(form[TicketField], cancellationToken) is not { } account)
        {
            return SignInPage.Page(context, "That took too long, or the account was changed. Sign in again.");
        }

        string? code = form[SignInPage.CodeField];
        if (form.ContainsKey(PendingField))
        {
            return await ConfirmAsync(context, account, form[PendingField], code, cancellationToken);
        }

        // Its second factor may have been reset meanwhile: the password alone was right, and that is not enough here.
        return account.TakesCode()
            ? await AnswerAsync(context, await Of<SignIns>(context).ContinueAsync(account, code, Senders.Address(context), cancellationToken))
            : SignInPage.Page(context, "The account was changed. Sign in again.");
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, StoredAccount account, string? pending, string? code, CancellationToken cancellationToken)
    {
        var changes = Of<SecondFactorChanges>(context);
        var outcome = await changes.ConfirmAsync(account, pending, code, cancellationToken);
        switch (outcome.Result)
        {
            case SetUpResult.Enabled:
                await Of<IAuditTrail>(context).AddAsync(new AuditEntry { By = account.Name, Action = AuditActions.SignedIn, Kind = "account", Id = account.Name }, cancellationToken);
                await Of<Sessions>(context).OpenAsync(context, outcome.Account!);
                return Recovery(context, outcome.RecoveryCodes);
            case SetUpResult.WrongCode when changes.Again(account, pending) is { } again:
                return SetUp(context, account, again, "The code is wrong. Check that the time of your device is right, and enter the next one.");
            default:
                return SignInPage.Page(context, "That took too long, or the account was changed. Sign in again.");
        }
    }

    private static ContentHttpResult Code(HttpContext context, StoredAccount account, string? problem) => AccessPage.Of(
        "Enter your code",
        $"""
        <h2>Enter your code</h2>
        {Alert(problem)}
        <form method="post" action="{SignInPage.Action(context)}">
        <input type="hidden" name="{TicketField}" value="{AccessPage.Text(Of<SecondStepTickets>(context).Make(account))}">
        <p><label>Code <input name="{SignInPage.CodeField}" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="{TypedCode.LengthMax}" required autofocus></label></p>
        <p class="hint">The six digits from your authenticator app, or one of your recovery codes.</p>
        <p><button>Sign in</button></p>
        </form>
        <p class="hint"><a href="{SignInPage.Action(context)}">Use another account</a></p>
        """,
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static ContentHttpResult SetUp(HttpContext context, StoredAccount account, SecondFactorSetUp setUp, string? problem) => AccessPage.Of(
        "Set up your second factor",
        $"""
        <h2>Set up your second factor</h2>
        {Alert(problem)}
        <p>The account <strong>{AccessPage.Text(account.Name)}</strong> needs a second factor. Scan this with an authenticator app:</p>
        <div class="qr" role="img" aria-label="QR code of the secret, which is also below as text">{setUp.Svg}</div>
        <p class="hint">No camera? <a href="{AccessPage.Text(setUp.Uri)}">Open it in an app</a> on this device, or type the secret:</p>
        <p><code>{AccessPage.Text(setUp.Secret)}</code></p>
        <form method="post" action="{SignInPage.Action(context)}">
        <input type="hidden" name="{TicketField}" value="{AccessPage.Text(Of<SecondStepTickets>(context).Make(account))}">
        <input type="hidden" name="{PendingField}" value="{AccessPage.Text(setUp.Pending)}">
        <p><label>Code shown in the app <input name="{SignInPage.CodeField}" inputmode="numeric" autocomplete="one-time-code" maxlength="{TypedCode.LengthMax}" required></label></p>
        <p><button>Turn on and sign in</button></p>
        </form>
        """,
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static ContentHttpResult Recovery(HttpContext context, IEnumerable<string> codes) => AccessPage.Of(
        "Save your recovery codes",
        $"""
        <h2>Save your recovery codes</h2>
        <p>Each of them signs you in once if you lose your device. They are not shown again.</p>
        <ul class="codes">{string.Concat(codes.Select(code => $"<li><code>{AccessPage.Text(code)}</code></li>"))}</ul>
        <p><a class="button" href="{AccessPage.Text(ReturnPath.Of(context.Request) ?? "/")}">I have saved them</a></p>
        """);

    private static string Alert(string? problem) => problem is null ? "" : $"<p role=\"alert\"><strong>{AccessPage.Text(problem)}</strong></p>";

    private static T Of<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
