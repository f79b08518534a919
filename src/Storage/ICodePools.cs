using System.Collections.Immutable;
using CxOrchestrator.Storage.Codes;

namespace CxOrchestrator.Storage;

/// <summary>Pools of offer codes. A code exists once over all pools, and is given once: in the transaction that admits the offer.</summary>
public interface ICodePools
{
    /// <summary>Most free codes of a pool that one transaction counts; a transaction that needs more asks again.</summary>
    const int CountedMax = 1_000;

    /// <summary>Adds codes to a pool, which begins with its first code. One that is there already, in whichever pool, is left as it is: the same call can be made again.</summary>
    Task<CodesAdded> AddAsync(string pool, ImmutableArray<string> codes, CancellationToken cancellationToken);

    /// <summary>Pools by name; those without codes are not known here.</summary>
    /// <param name="pool">Only this one; null: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<CodePool>> ListAsync(string? pool, CancellationToken cancellationToken);

    /// <summary>A pool's codes, those added last first.</summary>
    /// <param name="pool">Name.</param>
    /// <param name="state">Only these; null: all.</param>
    /// <param name="limit">Most in a page.</param>
    /// <param name="cursor">Of the page before; throws <see cref="ArgumentException"/> for one that no list gave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<OfferCode>> CodesAsync(string pool, CodeState? state, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>The code, in whichever pool; null: it is not known.</summary>
    Task<OfferCode?> FindAsync(string code, CancellationToken cancellationToken);

    /// <summary>Removes a pool's free codes; how many there were.</summary>
    Task<int> WithdrawAsync(string pool, CancellationToken cancellationToken);
}
