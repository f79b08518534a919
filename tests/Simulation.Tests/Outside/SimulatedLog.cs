using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Simulation.Tests.Oracle;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>A log of partitions with a stored position each, read again from there by the reader that is given the partition.</summary>
internal sealed class SimulatedLog(World world, Weather weather, int partitions) : IReadThrough
{
    public const string Name = "log";

    private readonly Place[] _places = [.. Enumerable.Range(0, partitions).Select(_ => new Place())];

    private sealed class Place
    {
        public List<Arrival> Arrivals { get; } = [];

        public long Stored { get; set; }

        public DateTimeOffset? Through { get; set; }

        /// <summary>Of those who read it.</summary>
        public List<Signal> Arrived { get; } = [];
    }

    public int Partitions => partitions;

    public Watch? Watch { get; set; }

    public IReadOnlyList<Arrival> In(int partition) => _places[partition].Arrivals;

    public IEnumerable<Arrival> All => _places.SelectMany(p => p.Arrivals);

    public long StoredIn(int partition) => _places[partition].Stored;

    public bool IsRead => _places.All(p => p.Arrivals.Count == 0 || p.Stored == p.Arrivals[^1].Position);

    /// <summary>Of all partitions, stored by whichever reader: what a cluster goes by.</summary>
    public ValueTask<DateTimeOffset?> ThroughAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_places.Any(p => p.Through is null) ? null : _places.Min(p => p.Through));

    public void Append(int partition, string source, ReadOnlyMemory<byte> body, Touchpoint? touchpoint, bool isPoison)
    {
        var place = _places[partition];
        var last = place.Arrivals.Count == 0 ? 0 : place.Arrivals[^1].Position;
        var arrival = new Arrival
        {
            Partition = partition,
            Position = last + (world.Chance(0.2) ? world.Dice.Next(2, 5) : 1),
            ReceivedAt = world.Journey.GetUtcNow(),
            Source = source,
            Body = body,
            Touchpoint = touchpoint,
            IsPoison = isPoison,
        };
        place.Arrivals.Add(arrival);
        world.Trace.Note("appended", touchpoint?.Identity.Id ?? "unreadable", partition, arrival.Position);
        place.Arrived.ForEach(a => a.Raise());
    }

    /// <summary>The partition for a new reader, from its stored position on, or from somewhere before it.</summary>
    public SimulatedPartition Open(int partition)
    {
        var (from, arrived) = (_places[partition].Stored, new Signal());
        _places[partition].Arrived.Add(arrived);
        return new SimulatedPartition(world, weather, this, arrived, partition, world.Chance(0.2) ? world.Dice.NextInt64(from + 1) : from);
    }

    internal void Store(int partition, long position, DateTimeOffset through)
    {
        var place = _places[partition];
        place.Stored = Math.Max(place.Stored, position);
        place.Through = place.Through is { } had && had > through ? had : through;
        world.Trace.Note("stored", "position", partition, position);
        Watch?.Stored(partition, position, through);
    }
}
