using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Reads bodies within what one request, and all of them together, may hold.</summary>
internal sealed class RequestBodies
{
    /// <summary>Most bytes of commands from people without a session: signing in takes a few hundred.</summary>
    private const long StrangersBytesMax = 4L << 20;

    private static readonly TimeSpan NoRoomRetry = TimeSpan.FromSeconds(1);

    private readonly ByteBudget _intake;
    private readonly ByteBudget _people;
    private readonly ByteBudget _strangers;
    private readonly TimeSpan _within;
    private readonly int _bytesPerSecondMin;
    private readonly TimeProvider _clock;

    public RequestBodies(IOptions<GatewayOptions> options, TimeProvider clock, Metrics metrics)
    {
        var bounds = options.Value;
        _intake = new ByteBudget(bounds.InFlightBytesMax, Math.Max((long)(bounds.InFlightBytesMax * bounds.AddressShare), 2L * bounds.BodyBytesMax));
        _people = new ByteBudget(bounds.CommandBytesMax, bounds.CommandBytesMax / 2);
        _strangers = new ByteBudget(StrangersBytesMax, StrangersBytesMax / 8);
        _within = bounds.BodyWithin;
        _bytesPerSecondMin = bounds.BodyBytesPerSecondMin;
        _clock = clock;
        metrics.WatchHeldBytes(() => Held);
    }

    /// <summary>Bytes held now.</summary>
    public long Held => _intake.Held + _people.Held + _strangers.Held;

    /// <summary>A body of touchpoints. A key counts for itself wherever it is used from, and who has none by their address.</summary>
    public RequestBody Intake(HttpContext context, string? key, int bytesMax) => new(_intake, key is null ? Senders.Address(context) : $"key {key}", bytesMax, _bytesPerSecondMin);

    /// <summary>The body of a command: of people with a session, or of somebody who has none yet. Neither shares with touchpoints.</summary>
    public RequestBody Command(HttpContext context, int bytesMax) => Actor.Of(context.User) is { } actor
        ? new(_people, actor.SignedIn ? actor.Name : Senders.Address(context), bytesMax, _bytesPerSecondMin)
        : new(_strangers, Senders.Address(context), bytesMax, _bytesPerSecondMin);

    /// <summary>Reads the body; the answer where it cannot be had.</summary>
    public async Task<IResult?> ReadAsync(RequestBody body, HttpRequest request) => await body.ReadAsync(request, _within, _clock) switch
    {
        BodyReading.Read => null,
        BodyReading.TooLarge => Problems.Of(Problems.TooLarge(
            $"A body has at most {body.BytesMax} bytes here.",
            "Send less in one request. Nothing was accepted.")),
        BodyReading.NoRoom => TooFast("The requests being read, or those of this sender, hold all the memory they may.", NoRoomRetry),
        _ => Problems.Of(Problems.Make(
            StatusCodes.Status408RequestTimeout,
            "too-slow",
            "The body did not arrive in time",
            $"It may take {_within.TotalSeconds:0} seconds, and has to bring {_bytesPerSecondMin} bytes a second.",
            "Send less in one request. Nothing was accepted.")),
    };

    public static IResult TooFast(string detail, TimeSpan retryAfter) => Problems.Of(
        Problems.Make(
            StatusCodes.Status429TooManyRequests,
            "too-fast",
            "Touchpoints come faster than they can be stored",
            detail,
            "Nothing was accepted. Send it again after the time in Retry-After."),
        retryAfter);
}
