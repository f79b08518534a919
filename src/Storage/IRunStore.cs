using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>Long work that a gateway does in the background, with what came of it, so that every gateway and a restarted one can show it. Times are the system's.</summary>
public interface IRunStore
{
    /// <summary>Most runs that are kept; older ones that ended are removed as new ones come.</summary>
    const int KeptMax = 100;

    Task AddAsync(StoredRun run, CancellationToken cancellationToken);

    /// <summary>Stores how far it is, and at its end what came of it. False: somebody asked to cancel it, or it is gone.</summary>
    /// <param name="run">Its state and view; what is not set of the report stays.</param>
    /// <param name="cancellationToken">Counts until it is stored.</param>
    Task<bool> UpdateAsync(StoredRun run, CancellationToken cancellationToken);

    /// <summary>With its report; null: there is none of that id.</summary>
    Task<StoredRun?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Newest first, without their reports.</summary>
    Task<ImmutableArray<StoredRun>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Asks its runner to stop. False: there is none of that id.</summary>
    Task<bool> CancelAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Backtests.</summary>
public interface IBacktestStore : IRunStore;

/// <summary>Searches for warnings.</summary>
public interface IWarningSearchStore : IRunStore;

/// <summary>A run as it is kept.</summary>
public sealed record StoredRun
{
    /// <summary>Sorts by when it was made.</summary>
    public required string Id { get; init; }

    /// <summary>It will not change any more.</summary>
    public required bool Ended { get; init; }

    /// <summary>What is shown of it, as JSON.</summary>
    public required string View { get; init; }

    /// <summary>As JSON; null: none yet, or not asked for.</summary>
    public string? Report { get; init; }

    /// <summary>When its runner last reported.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    public bool CancelAsked { get; init; }
}
