using System.Threading.RateLimiting;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Sources;
using Microsoft.AspNetCore.RateLimiting;

namespace CxOrchestrator.Gateway.Access;

/// <summary>How many of one address sign in at a time: each costs a hash.</summary>
internal static class SignInLimits
{
    public const string Policy = "sign-in";

    private const int AtATime = 4;
    private const int Waiting = 8;

    public static IServiceCollection AddSignInLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, static context => RateLimitPartition.GetConcurrencyLimiter(
            Senders.Address(context), static _ => new ConcurrencyLimiterOptions { PermitLimit = AtATime, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
        limiter.OnRejected = static (rejected, _) =>
        {
            var problem = Problems.Make(
                StatusCodes.Status429TooManyRequests, "too-many-sign-ins", "Too many people sign in from this address at once", $"At most {AtATime} do, and {Waiting} wait.", "Try again in a moment.");
            rejected.HttpContext.RequestServices.GetRequiredService<RefusalLog>().Refused(rejected.HttpContext, problem);
            return new ValueTask(Problems.WriteAsync(rejected.HttpContext, problem, TimeSpan.FromSeconds(1)));
        };
    });
}
