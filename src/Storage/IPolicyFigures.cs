using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>What policies did, hour by hour: counted in the transactions that store the decisions.</summary>
public interface IPolicyFigures
{
    /// <summary>How long hours are kept, by the journey's clock.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(35);

    /// <summary>Hours from the given one on in which anything was decided, in order; of one policy, or of all.</summary>
    Task<ImmutableArray<PolicyHour>> HoursAsync(DateTimeOffset from, string? policy, CancellationToken cancellationToken);

    /// <summary>Removes hours before the given one.</summary>
    Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>One hour of a policy, by the effective time of its decisions.</summary>
public sealed record PolicyHour(string Policy, DateTimeOffset Hour, long Fired, long Held)
{
    /// <summary>The hour that a moment lies in.</summary>
    public static DateTimeOffset Of(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
