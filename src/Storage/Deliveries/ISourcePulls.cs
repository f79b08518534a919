using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>
/// How far sources are asked. One process at a time asks a source; a second one would be harmless, since what comes twice has the same ids. Times by the
/// system's clock.
/// </summary>
public interface ISourcePulls
{
    /// <summary>Sources that were ever asked, by connection.</summary>
    Task<ImmutableArray<SourcePullState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Takes the asking on for a while; null where another process has it, or where it is not due yet.</summary>
    Task<SourcePullState?> LeaseAsync(string connection, string reader, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Stores how far was asked and extends the lease; false, and nothing is stored, where another process has the lease.</summary>
    Task<bool> AdvanceAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>The source answered: like <see cref="AdvanceAsync"/>, and what failed before is over.</summary>
    Task<bool> AnsweredAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends an asking that holds the lease.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="reader">Who asked.</param>
    /// <param name="dueAt">When it is asked again.</param>
    /// <param name="problem">Why it could not be asked, in words; null: it was.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task EndAsync(string connection, string reader, DateTimeOffset dueAt, string? problem, CancellationToken cancellationToken);
}
