using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Puts what happened outside the log into it, as touchpoints, at least once: an item is marked as announced after it was appended, and its
/// identity is its own, so one that is appended twice is applied once.
/// </summary>
internal abstract class Announcer<T>(ITouchpointLog log, IDefinitions definitions, IShares shares, IOptions<DispatchOptions> options, TimeProvider clock)
    : RepeatedWork(clock)
{
    /// <summary>Those that are published.</summary>
    protected DefinitionSet Published => definitions.Current.Set;

    /// <summary>Most items of one run.</summary>
    protected virtual int BatchMax => 100;

    protected override TimeSpan Interval => options.Value.LookEvery;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var share = shares.Current;
        var items = (await UnannouncedAsync(BatchMax, cancellationToken)).RemoveAll(i => !share.Has(KeyOf(i)));
        if (items.IsEmpty)
        {
            return;
        }

        await log.AppendAsync([.. items.SelectMany(TouchpointsOf).Select(Item)], cancellationToken);
        await AnnouncedAsync(items, cancellationToken);
    }

    /// <summary>Items that are not announced yet, at most as many as given.</summary>
    protected abstract Task<ImmutableArray<T>> UnannouncedAsync(int max, CancellationToken cancellationToken);

    /// <summary>Marks them as announced.</summary>
    protected abstract Task AnnouncedAsync(ImmutableArray<T> items, CancellationToken cancellationToken);

    protected abstract CustomerKey KeyOf(T item);

    /// <summary>In the order they are appended in.</summary>
    protected abstract IEnumerable<Touchpoint> TouchpointsOf(T item);

    /// <summary>The attribute that leads the touchpoint to the journey instance it belongs to; none where there is no such instance.</summary>
    protected IEnumerable<NamedValue> InstanceOf(string? journey, string? correlation) =>
        journey is not null && correlation is not null && definitions.Current.Journey(journey)?.InstanceBy is { } by ? [new(by, Scalar.Of(correlation))] : [];

    private static LogItem Item(Touchpoint touchpoint) =>
        new() { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = TouchpointJson.Write(touchpoint) };
}
