using System.Threading.RateLimiting;
using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace CxOrchestrator.Gateway.Access;

/// <summary>How many requests of a kind are answered at a time, where each costs a lot of the machine.</summary>
internal static class RequestLimits
{
    /// <summary>Signing in, by address: each costs a hash.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Checking documents, of all people together: each reads and compiles a whole set.</summary>
    public const string Check = "check";

    /// <summary>Visits from messages, by address: a proxy of a mail provider asks for many customers.</summary>
    public const string Links = "links";

    /// <summary>A further check is refused.</summary>
    public const int ChecksWaiting = 16;

    private const int SignInsAtATime = 4;
    private const int SignInsWaiting = 8;
    private const int VisitsAtATime = 32;
    private const int VisitsWaiting = 256;

    /// <summary>A further check waits. Each keeps a core busy, and half of them stay for everybody else.</summary>
    public static int ChecksAtATime { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    public static IServiceCollection AddRequestLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(SignIn, static context => RateLimitPartition.GetConcurrencyLimiter(Senders.Address(context), static _ => Of(SignInsAtATime, SignInsWaiting)));
        limiter.AddPolicy(Links, static context => RateLimitPartition.GetConcurrencyLimiter(Senders.Address(context), static _ => Of(VisitsAtATime, VisitsWaiting)));
        limiter.AddPolicy(Check, static _ => RateLimitPartition.GetConcurrencyLimiter(Check, static _ => Of(ChecksAtATime, ChecksWaiting)));
        limiter.OnRejected = static (rejected, _) =>
        {
            var problem = Problems.Make(
                StatusCodes.Status429TooManyRequests, "too-many-at-once", "Too many requests of this kind at once", "Others are being answered, and as many wait as may.", "Try again in a moment.");
            rejected.HttpContext.RequestServices.GetRequiredService<RefusalLog>().Refused(rejected.HttpContext, problem);
            return new ValueTask(Problems.WriteAsync(rejected.HttpContext, problem, TimeSpan.FromSeconds(1)));
        };
    });

    private static ConcurrencyLimiterOptions Of(int atATime, int waiting) =>
        new() { PermitLimit = atATime, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
}
