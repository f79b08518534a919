using System.Collections.Immutable;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Storage;

/// <summary>Types of touchpoints that were really seen.</summary>
public interface IEventCatalogue
{
    /// <summary>How long hours are kept, by the journey's clock.</summary>
    static readonly TimeSpan HoursKeptFor = TimeSpan.FromDays(35);

    /// <summary>Most types that are stored; touchpoints of further ones are counted together under the empty type.</summary>
    const int TypesMax = 1_000;

    /// <summary>Adds what was seen; several silos add up.</summary>
    Task AddAsync(ImmutableArray<SeenType> seen, CancellationToken cancellationToken);

    /// <summary>All types by name, each with its hours from the given one on.</summary>
    Task<ImmutableArray<SeenType>> ListAsync(DateTimeOffset hoursFrom, CancellationToken cancellationToken);

    /// <summary>Removes hours before the given one.</summary>
    Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
