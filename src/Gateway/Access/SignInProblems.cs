using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Why somebody was not let in, as problems.</summary>
internal static class SignInProblems
{
    public static IResult Of(SignInOutcome outcome, AccessOptions options) => outcome.Result switch
    {
        SignInResult.Wait => Problems.Of(
            Problems.Make(
                StatusCodes.Status429TooManyRequests,
                "too-many-tries",
                "Too many wrong passwords or codes",
                $"From here this account had {options.WrongPasswordsMax} of them in a row, or several accounts had too many, or {options.WrongCodesMax} codes of it were wrong.",
                "Wait for the time in Retry-After."),
            outcome.WaitFor),
        SignInResult.MustChange => Forbidden("password-change-needed", "This password has to be changed", "Somebody else chose it.", "Send newPassword with it, or sign in at /sign-in."),
        SignInResult.BadPassword => Problems.WrongArguments([new() { Pointer = "/newPassword", Detail = outcome.Problem! }]),
        SignInResult.CodeNeeded => Forbidden(
            "second-factor-needed", "A code is needed", "This account has a second factor.", "Send the code of the authenticator app, or a recovery code, as code."),
        SignInResult.SetUpNeeded => Forbidden(
            "second-factor-setup-needed", "This account has to set up a second factor", "An administrator requires it.", "Sign in at /sign-in in a browser, which sets it up."),
        SignInResult.CodeUnreadable => Forbidden(
            "second-factor-unreadable",
            "Codes of this account can no longer be checked",
            "The key that protects its second factor is missing.",
            "Use a recovery code, or ask an administrator to reset the second factor."),
        SignInResult.WrongCode => Problems.Of(Problems.Make(
            StatusCodes.Status401Unauthorized, "wrong-code", "The code is wrong", "It is not a code of now, or it was used before.", "Wait for the next code and send it.")),
        _ => Problems.Of(Problems.Make(
            StatusCodes.Status401Unauthorized,
            "wrong-password",
            "The account or its password is wrong",
            "They do not belong together, or the account is disabled.",
            "Try again, or ask an administrator for a new password.")),
    };

    /// <summary>There is no password here to change, and nothing that could go with one.</summary>
    public static IResult NoPassword() => Problems.Of(Problems.Make(
        StatusCodes.Status409Conflict, "no-password", "There is no password to change", "Nobody signs in with passwords here.", "An administrator can set Access:SignIn=Accounts."));

    private static IResult Forbidden(string type, string title, string detail, string cure) =>
        Problems.Of(Problems.Make(StatusCodes.Status403Forbidden, type, title, detail, cure));
}
