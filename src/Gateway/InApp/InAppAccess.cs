using System.Threading.RateLimiting;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>Whether a customer's app may ask, and for whom.</summary>
internal sealed class InAppAccess(InAppKeyRing keys, InAppTokens tokens, IOptions<InAppOptions> options, RefusalLog log) : IDisposable
{
    private const string Scheme = "Bearer ";
    private const int PeriodsPerMinute = 6;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(60 / PeriodsPerMinute);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(customer => RateLimitPartition.GetTokenBucketLimiter(customer, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = options.Value.PerMinuteMax,
        TokensPerPeriod = Math.Max(1, options.Value.PerMinuteMax / PeriodsPerMinute),
        ReplenishmentPeriod = RetryAfter,
        QueueLimit = 0,
    }));

    /// <summary>The customer that the token names; else the answer that says why there is none.</summary>
    public async Task<(InAppCustomer? Customer, IResult? Refusal)> OfAsync(HttpContext context)
    {
        var known = await keys.KeysAsync(context.RequestAborted);
        if (known.IsEmpty)
        {
            return (null, Problems.NotFound(
                "in-app-off", "In-app messages are off", "This installation has no key that signs tokens of customers.", "An administrator makes one with POST /v1/in-app/keys."));
        }

        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(context, "token-needed", "A token is needed", "The request has no Authorization header with a Bearer token.");
        }

        var (customer, refusal) = await tokens.ReadAsync(header[Scheme.Length..].Trim(), known);
        if (customer is null)
        {
            return Refuse(context, "token-refused", "The token cannot be used", refusal!);
        }

        using var lease = _limiter.AttemptAcquire(customer.Key.ToString());
        return lease.IsAcquired
            ? (customer, null)
            : (null, Problems.Of(
                Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests", $"An app asks at most {options.Value.PerMinuteMax} times a minute for a customer.", "Wait for the time in Retry-After."),
                RetryAfter));
    }

    public void Dispose() => _limiter.Dispose();

    private (InAppCustomer?, IResult?) Refuse(HttpContext context, string type, string title, string detail)
    {
        var problem = Problems.Make(
            StatusCodes.Status401Unauthorized, type, title, detail, $"Have your server sign a token: HS256, sub the customer's id, aud {InAppTokens.Audience}, exp within 24 hours.");
        log.Refused(context, problem);
        context.Response.Headers.WWWAuthenticate = Scheme.Trim();
        return (null, Problems.Of(problem));
    }
}
