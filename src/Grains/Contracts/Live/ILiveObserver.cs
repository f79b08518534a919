using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Live;

/// <summary>What changed on a silo since its last call: per customer the latest version only.</summary>
[GenerateSerializer, Immutable, Alias("cx.live-batch")]
public sealed record LiveBatch
{
    [Id(0)] public ImmutableArray<CustomerChange> Customers { get; init; } = [];

    [Id(1)] public ImmutableArray<ActionChange> Actions { get; init; } = [];

    [Id(2)] public ImmutableArray<CaseChange> Cases { get; init; } = [];

    /// <summary>Changes were lost at the relay's bound: read again.</summary>
    [Id(3)] public bool Overflow { get; init; }
}

/// <summary>A gateway that listens to the silos.</summary>
[Alias("cx.live-observer")]
public interface ILiveObserver : IGrainObserver
{
    [Alias("changed")]
    Task OnChangedAsync(LiveBatch batch);
}

/// <summary>The one list of listening gateways, key 0. Kept in memory: gateways renew well within <see cref="LeaseSeconds"/>.</summary>
[GrainInterfaceType("cx.live-directory"), Alias("cx.live-directory-grain")]
public interface ILiveDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>How long a listener stays listed without renewing.</summary>
    const int LeaseSeconds = 30;

    [Alias("join")]
    Task JoinAsync(ILiveObserver observer);

    [Alias("leave")]
    Task LeaveAsync(ILiveObserver observer);

    [Alias("list")]
    Task<ImmutableArray<ILiveObserver>> ListAsync();
}
