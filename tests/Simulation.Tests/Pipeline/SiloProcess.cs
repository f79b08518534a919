using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Simulation.Tests.Story;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Simulation.Tests.Pipeline;

/// <summary>One process with the product's own parts in it: readers, timers, admission and customers.</summary>
#pragma warning disable CA1001 // A killed process disposes of nothing; what these hold is memory.
internal sealed class SiloProcess
#pragma warning restore CA1001
{
    private readonly Surroundings _around;
    private readonly ReadProgress _progress = new();
    private readonly TimerFirer _firer;
    private readonly AdmissionPump _pump;
    private readonly PublishedEvents _events;
    private readonly ICustomerStore _store;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Action> _answers = [];
    private readonly List<Task> _loops = [];

    public SiloProcess(Cluster cluster, WorldProcess process)
    {
        _around = cluster.Around;
        Process = process;
        var customers = new ProcessCustomers(cluster, this);
        var (world, store) = (_around.World, _around.Store);
        var read = _around.Mutation.Of(_around.Setting.IsCluster ? _around.Log : _progress, world);
        _progress.Expect(_around.Log.Partitions);
        _firer = new TimerFirer(
            store, customers, read, new WholeShare(), Options.Create(_around.Setting.Ingestion), world.Journey, world.Clock, NullLogger<TimerFirer>.Instance);
        _pump = new AdmissionPump(
            store, customers, new DispatchSignal(), new WholeShare(), Options.Create(_around.Setting.Dispatch), world.Journey, world.Clock, NullLogger<AdmissionPump>.Instance);
        _events = new PublishedEvents(_around.Watch, _pump, _around.Mutation);
        _store = _around.Mutation.Of(store, _events);
        Customers = customers;
    }

    public WorldProcess Process { get; }

    public ICustomers Customers { get; }

    /// <summary>Where this process believes customers to be.</summary>
    public Dictionary<string, Activation> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Readers that run here, by partition; one that drains is not among them.</summary>
    public Dictionary<int, (CancellationTokenSource Stop, Task Ended)> Readers { get; } = [];

    public void Start()
    {
        _loops.Add(Process.Launch("timers", () => UntilStoppedAsync(_firer.RunAsync(_stop.Token))));
        _loops.Add(Process.Launch("admission", () => UntilStoppedAsync(_pump.RunAsync(_stop.Token))));
    }

    public void Read(int partition)
    {
        var stop = new CancellationTokenSource();
        var place = _around.Mutation.Of(_around.Log.Open(partition));
        var ended = Process.Launch($"reader of {partition}", () => new PartitionReader(
            place, Customers, _around.Store, _progress, _around.Setting.Ingestion, _around.World.Clock, NullLogger<PartitionReader>.Instance).RunAsync(stop.Token));
        Readers[partition] = (stop, ended);
        _around.World.Trace.Note("reads", Process.Name, partition);
    }

    /// <summary>The partition is taken from this process; its reader drains. Completes when it has, or never where the process is killed.</summary>
    public Task Release(int partition)
    {
        Readers.Remove(partition, out var reader);
        _around.World.Trace.Note("releases", Process.Name, partition);
        return Process.Launch("release", () =>
        {
            reader.Stop.Cancel();
            return reader.Ended;
        });
    }

    /// <summary>Ends in the order of a stop: readers first, and only then what they call.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(Readers.Keys.ToList().Select(Release));
        await Process.Launch("stop", () =>
        {
            _stop.Cancel();
            return Task.WhenAll(_loops);
        });
    }

    public void Kill()
    {
        Process.Kill();
        foreach (var answer in _answers.ToList())
        {
            answer();
        }

        _answers.Clear();
    }

    public Activation Activate(string key)
    {
        Activation? made = null;
        var (world, setting) = (_around.World, _around.Setting);
        made = new Activation(this)
        {
            Customer = new LiveCustomer(
                CustomerKey.Parse(key), _store, _around.Documents, Documents.Codec, _events, world.Journey, world.Clock, setting.Customers, NullLogger.Instance, () => made!.Leave()),
        };
        return made;
    }

    /// <summary>While a call is under way here: what tells its caller that this process is gone.</summary>
    public IDisposable Owing(Action gone) => new Debt(_answers, gone);

    private async Task UntilStoppedAsync(Task service)
    {
        try
        {
            await service;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As a host sees it: a service that ends by its token has not failed.
        }
    }

    private sealed class Debt : IDisposable
    {
        private readonly List<Action> _answers;
        private readonly Action _gone;

        public Debt(List<Action> answers, Action gone)
        {
            (_answers, _gone) = (answers, gone);
            answers.Add(gone);
        }

        public void Dispose() => _answers.Remove(_gone);
    }
}
