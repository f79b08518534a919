namespace CxOrchestrator.Storage.Log;

/// <summary>Actions that were sent before the store went back to an older state, kept where every silo sees them.</summary>
public interface ISentBefore
{
    /// <summary>Keeps those of the ids that the store does not know as delivered, all or none; gives how many. Others who find the same wait for it.</summary>
    Task<long> AddAsync(IAsyncEnumerable<IReadOnlyList<string>> ids, CancellationToken cancellationToken);

    /// <summary>Whether it is one of them.</summary>
    Task<bool> HasAsync(string action, CancellationToken cancellationToken);

    /// <summary>Whether there are any.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);
}
