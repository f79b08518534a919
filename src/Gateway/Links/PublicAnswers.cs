using System.Globalization;
using System.Text;
using CxOrchestrator.Gateway.Preferences;

namespace CxOrchestrator.Gateway.Links;

/// <summary>Answers to customers: in words, kept nowhere, found by no search engine.</summary>
internal static class PublicAnswers
{
    // No script, and nothing from elsewhere.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>Headers of every answer, also of redirects and images.</summary>
    public static void Prepare(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.ContentSecurityPolicy = Policy;
    }

    public static IResult Page(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        Prepare(context);
        return TypedResults.Content(html, "text/html", Encoding.UTF8, status);
    }

    /// <summary>The address is none of ours, was changed, or is over.</summary>
    public static IResult NotFound(HttpContext context, string company)
    {
        var texts = PreferenceLanguages.For(null, context.Request.Headers.AcceptLanguage);
        return Page(context, PreferencePage.Note(texts, company, texts.WrongTitle, texts.WrongText), StatusCodes.Status404NotFound);
    }

    /// <summary>What could not be stored now may be sent again soon.</summary>
    public static void RetrySoon(HttpContext context) => context.Response.Headers.RetryAfter = ((int)Retry.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Nothing can be read or kept now.</summary>
    public static IResult Away(HttpContext context, PreferenceTexts texts, string company)
    {
        RetrySoon(context);
        return Page(context, PreferencePage.Note(texts, company, texts.AwayTitle, texts.AwayText), StatusCodes.Status503ServiceUnavailable);
    }
}
