using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Pages around signing in, which need no script.</summary>
internal static class AccessPage
{
    // The console's colours: who signs in comes to the same place.
    private const string Style =
        """
        :root { --bg: #f6f7f9; --text: #1a1f2b; --line: #767e8e; --field: #fff; --accent: #3445c4; --on: #fff; --bad: #b3261e }
        @media (prefers-color-scheme: dark) { :root { --bg: #12151c; --text: #e8ebf2; --line: #6f7a90; --field: #1a1e28; --accent: #a9b6ff; --on: #12151c; --bad: #ff9d94 } }
        * { box-sizing: border-box }
        body { font: 16px/1.45 system-ui, sans-serif; max-width: 22rem; margin: 15vh auto; padding: 0 1rem; background: var(--bg); color: var(--text) }
        h1 { font-size: 22px }
        h2 { font-size: 18px }
        a { color: var(--accent) }
        input { display: block; width: 100%; margin-top: 4px; padding: 8px; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 6px }
        button, .button { display: block; width: 100%; padding: 8px; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; color: var(--on); background: var(--accent); border: 1px solid var(--accent); border-radius: 6px }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
        .qr { max-width: 14rem; margin: 0 auto; border-radius: 6px; overflow: hidden }
        .qr svg { display: block; width: 100% }
        code { font: 16px/1.6 ui-monospace, monospace; overflow-wrap: anywhere }
        .codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 4px 16px; padding: 0; list-style: none }
        .codes code { font-size: 14px; white-space: nowrap }
        .hint { font-size: 14px }
        [role=alert] { padding-left: 12px; border-left: 4px solid var(--bad) }
        """;

    /// <summary>A page; what <paramref name="body"/> holds of others must be encoded.</summary>
    public static ContentHttpResult Of(string title, string body, int status = StatusCodes.Status200OK, string? onwards = null) => TypedResults.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{title} - CxOrchestrator</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><style>{Style}</style>{(onwards is null ? "" : $"<meta http-equiv=\"refresh\" content=\"0;url={Text(onwards)}\">")}</head>
        <body>
        <h1>CxOrchestrator</h1>
        {body}
        </body>
        </html>
        """,
        "text/html",
        Encoding.UTF8,
        status);

    /// <summary>Says why somebody was not let in, and leads back.</summary>
    public static ContentHttpResult Refusal(int status, string problem, string cure) => Of(
        "Not signed in", $"<p role=\"alert\"><strong>{Text(problem)}</strong></p>\n<p>{Text(cure)}</p>\n<p><a href=\"{SignInPage.Path}\">Back to signing in</a></p>", status);

    /// <summary>
    /// Leads on from a page of ours rather than with a redirect: a browser that comes from another site's page keeps our session's cookie back
    /// over all redirects that follow.
    /// </summary>
    public static ContentHttpResult Onwards(string title, string address) =>
        Of(title, $"<p><a href=\"{Text(address)}\">Go on</a></p>", onwards: address);

    public static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
