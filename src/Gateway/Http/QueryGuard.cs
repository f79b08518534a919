using CxOrchestrator.Api;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.AspNetCore.Http.Features;

namespace CxOrchestrator.Gateway.Http;

/// <summary>
/// Refuses query parameters of the API that are no text: wrong percent-encoding, bytes that are not UTF-8, U+0000. Decoded leniently they would ask
/// for something else than was sent, or for what no store holds.
/// </summary>
internal static class QueryGuard
{
    private const string Guarded = "/v1";

    /// <summary>Most parameters that are named in one answer.</summary>
    private const int NamedMax = 20;

    public static IApplicationBuilder UseQueryGuard(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.Request.QueryString.HasValue && context.Request.Path.StartsWithSegments(Guarded) && Refusal(Raw(context)) is { } refusal
            ? Problems.WriteAsync(context, refusal)
            : next(context));

    /// <summary>What is wrong with the parameters of a query string, without its question mark; null: nothing.</summary>
    internal static Problem? Refusal(string query)
    {
        var errors = query.Split('&')
            .Select(parameter => parameter.Split('=', 2))
            .Select(p => (Name: p[0], Wrong: p.Select(Wrong).FirstOrDefault(w => w is not null)))
            .Where(p => p.Wrong is not null)
            .Take(NamedMax)
            .Select(p => new FieldProblem { Pointer = p.Name, Detail = p.Wrong! })
            .ToList();
        return errors.Count == 0 ? null : Problems.WrongArgument(errors);
    }

    // As it was sent: the parsed query has decoded already, and passed over what it could not.
    private static string Raw(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var start = target.IndexOf('?', StringComparison.Ordinal);
        return start < 0 ? context.Request.QueryString.Value![1..] : target[(start + 1)..];
    }

    private static string? Wrong(string text)
    {
        var decoded = PercentEncoding.Decode(text, out var problem);
        return decoded is null ? problem
            : decoded.Contains('\0', StringComparison.Ordinal) ? "U+0000 is no part of a text. Remove it."
            : null;
    }
}
