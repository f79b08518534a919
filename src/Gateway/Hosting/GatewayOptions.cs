using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>Bounds of the gateway.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Most bytes of one request's body. Default: 4 MiB. Bound: 64 KiB to 64 MiB.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int BodyBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most touchpoints of one request. Default: 10,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int ItemsMax { get; set; } = 10_000;

    /// <summary>Most bytes of bodies held over all requests; beyond it requests are answered 429. Default: 64 MiB. Bound: 1 MiB to 4 GiB.</summary>
    [Range(1L << 20, 1L << 32)]
    public long InFlightBytesMax { get; set; } = 64L << 20;

    /// <summary>Share of <see cref="InFlightBytesMax"/> that one key, or one address without a key, may hold; never less than two bodies. Default: 0.5. Bound: 0.01 to 1.</summary>
    [Range(0.01, 1.0)]
    public double AddressShare { get; set; } = 0.5;

    /// <summary>Most bytes of commands that people with a session send, held at a time; half of them by one account. Default: 64 MiB. Bound: 8 MiB to 4 GiB.</summary>
    [Range(8L << 20, 1L << 32)]
    public long CommandBytesMax { get; set; } = 64L << 20;

    /// <summary>Bytes a second that a body has to bring after its first two seconds; a slower one is refused. Default: 4096. Bound: 1 to 1 MiB.</summary>
    [Range(1, 1 << 20)]
    public int BodyBytesPerSecondMin { get; set; } = 4096;

    /// <summary>How long a body may take to arrive. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BodyWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most live connections; a further one is refused. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int ConnectionsMax { get; set; } = 1_000;

    /// <summary>Most live connections of one account, each with one view; a further one is refused. Default: 50.</summary>
    [Range(1, 10_000)]
    public int ConnectionsPerAccountMax { get; set; } = 50;

    /// <summary>Most different board filters watched at a time; a further one is refused. Default: 200.</summary>
    [Range(1, 10_000)]
    public int ViewsMax { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
