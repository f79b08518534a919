using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Http.Features;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>Unsubscribing (<c>/u</c>) and the preference centre (<c>/p</c>). The token says who may: there is no session, and no cookie.</summary>
internal static class PreferenceEndpoints
{
    private const int FormBytesMax = 16 * 1024;

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{PublicPaths.Unsubscribe}/{{token}}", AskAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
        routes.MapPost($"{PublicPaths.Unsubscribe}/{{token}}", UnsubscribeAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
        routes.MapGet($"{PublicPaths.Preferences}/{{token}}", ShowAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
        routes.MapPost($"{PublicPaths.Preferences}/{{token}}", ChangeAsync).RequireRateLimiting(RequestLimits.Links).ExcludeFromDescription();
    }

    private static Task<IResult> AskAsync(string token, HttpContext context, PreferenceCentre centre, CancellationToken cancellationToken) =>
        AnswerAsync(token, LinkPurpose.Unsubscribe, context, centre, read => centre.AskAsync(context, read, cancellationToken), cancellationToken);

    // The body of a mailbox provider says List-Unsubscribe=One-Click (RFC 8058), the page's form its number: either way the token is what counts.
    private static Task<IResult> UnsubscribeAsync(string token, HttpContext context, PreferenceCentre centre, CancellationToken cancellationToken) => AnswerAsync(
        token, LinkPurpose.Unsubscribe, context, centre,
        async read => await centre.UnsubscribeAsync(context, token, read, (await FormAsync(context, cancellationToken))?[PreferenceFields.Number], cancellationToken),
        cancellationToken);

    private static Task<IResult> ShowAsync(string token, HttpContext context, PreferenceCentre centre, CancellationToken cancellationToken) =>
        AnswerAsync(token, LinkPurpose.Preferences, context, centre, read => centre.ShowAsync(context, read, cancellationToken), cancellationToken);

    private static Task<IResult> ChangeAsync(string token, HttpContext context, PreferenceCentre centre, CancellationToken cancellationToken) => AnswerAsync(
        token, LinkPurpose.Preferences, context, centre,
        async read => await centre.ChangeAsync(context, token, read, await FormAsync(context, cancellationToken) ?? FormCollection.Empty, cancellationToken),
        cancellationToken);

    private static async Task<IResult> AnswerAsync(
        string token, LinkPurpose purpose, HttpContext context, PreferenceCentre centre, Func<LinkToken, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = FormBytesMax;
        }

        try
        {
            return await centre.ReadAsync(token, purpose, cancellationToken) is { } read ? await answer(read) : centre.NotFound(context);
        }
        catch (Exception exception) when (exception is LogFullException or LogBusyException || StoreFailure.IsPassing(exception))
        {
            return centre.Away(context);
        }
    }

    private static async Task<IFormCollection?> FormAsync(HttpContext context, CancellationToken cancellationToken) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : null;
}
