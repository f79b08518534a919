using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Tests;

/// <summary>The plain way to simulate: all customers at once, in the order of virtual time. What the command writes must equal it.</summary>
internal sealed class InOrder(CompiledDefinitions definitions, ISimulationSink sink)
{
    private readonly Dictionary<string, Entry> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, (DateTimeOffset DueAt, long Number)> _timers = new();

    private sealed class Entry(SimulatedCustomer customer, long number)
    {
        public SimulatedCustomer Customer { get; } = customer;

        /// <summary>In the order of their first lines: settles ties between timers.</summary>
        public long Number { get; } = number;

        /// <summary>The due time of its entry in the queue; null where none counts.</summary>
        public DateTimeOffset? Queued { get; set; }
    }

    public SimulationCounts Counts { get; } = new();

    /// <summary>The latest time seen.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>A line was read: time has come to its, and timers of all customers due by then fire.</summary>
    public void MoveTo(DateTimeOffset at, string customer)
    {
        _numbers.TryAdd(customer, _numbers.Count);
        if (at > Now)
        {
            FireUpTo(at);
            Now = at;
        }
    }

    /// <summary>Takes the next touchpoint; time has come to it.</summary>
    public void Apply(Touchpoint touchpoint)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_customers, touchpoint.Customer.Value, out var known);
        if (!known)
        {
            slot = new Entry(new SimulatedCustomer(touchpoint.Customer, definitions, sink, Counts), _numbers[touchpoint.Customer.Value]);
            Counts.Customers++;
        }

        var entry = slot!;
        entry.Customer.Apply(touchpoint);
        Rearm(entry);
    }

    /// <summary>Fires the timers that remain, in the order of time: all, or those due by then.</summary>
    public void Finish(DateTimeOffset? until = null) => FireUpTo(until ?? DateTimeOffset.MaxValue);

    private void FireUpTo(DateTimeOffset upTo)
    {
        while (_timers.TryPeek(out var entry, out var due) && due.DueAt <= upTo)
        {
            _timers.Dequeue();
            if (entry.Queued != due.DueAt)
            {
                continue;
            }

            entry.Queued = null;
            Now = due.DueAt > Now ? due.DueAt : Now;
            entry.Customer.Fire(due.DueAt);
            Rearm(entry);
        }
    }

    private void Rearm(Entry entry)
    {
        var due = entry.Customer.DueAt;
        if (due != entry.Queued)
        {
            entry.Queued = due;
            if (due is { } at)
            {
                _timers.Enqueue(entry, (at, entry.Number));
            }
        }
    }
}
