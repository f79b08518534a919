using CxOrchestrator.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Reads bodies within what one request, and all of them together, may hold.</summary>
internal sealed class RequestBodies
{
    private static readonly TimeSpan NoRoomRetry = TimeSpan.FromSeconds(1);

    private readonly ByteBudget _budget;
    private readonly TimeSpan _within;
    private readonly TimeProvider _clock;

    public RequestBodies(IOptions<GatewayOptions> options, TimeProvider clock, Metrics metrics)
    {
        _budget = new ByteBudget(options.Value.InFlightBytesMax);
        _within = options.Value.BodyWithin;
        _clock = clock;
        metrics.WatchHeldBytes(() => _budget.Held);
    }

    /// <summary>Bytes held now.</summary>
    public long Held => _budget.Held;

    public RequestBody Make(int bytesMax) => new(_budget, bytesMax);

    /// <summary>Reads the body; the answer where it cannot be had.</summary>
    public async Task<IResult?> ReadAsync(RequestBody body, HttpRequest request) => await body.ReadAsync(request, _within, _clock) switch
    {
        BodyReading.Read => null,
        BodyReading.TooLarge => Problems.Of(Problems.TooLarge(
            $"A body has at most {body.BytesMax} bytes here.",
            "Send less in one request. Nothing was taken.")),
        BodyReading.NoRoom => TooFast("The requests being read hold all the memory they may.", NoRoomRetry),
        _ => Problems.Of(Problems.Make(
            StatusCodes.Status408RequestTimeout,
            "too-slow",
            "The body did not arrive in time",
            $"It may take {_within.TotalSeconds:0} seconds.",
            "Send less in one request. Nothing was taken.")),
    };

    public static IResult TooFast(string detail, TimeSpan retryAfter) => Problems.Of(
        Problems.Make(
            StatusCodes.Status429TooManyRequests,
            "too-fast",
            "Touchpoints come faster than they can be stored",
            detail,
            "Nothing was taken. Send it again after the time in Retry-After."),
        retryAfter);
}
