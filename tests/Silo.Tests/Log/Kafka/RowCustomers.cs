using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>Customers that keep what their rows keep of the log: a position per log and partition, and the identities applied. Silos of a test share them.</summary>
internal sealed class RowCustomers : ICustomers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows = [];

    private sealed class Row
    {
        public Dictionary<(string Log, int Partition), long> Positions { get; } = [];

        public HashSet<TouchpointIdentity> Identities { get; } = [];

        public List<string> Applied { get; } = [];
    }

    /// <summary>Calls wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Duplicates { get; private set; }

    public int Redelivered { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rows.Values.Sum(r => r.Applied.Count);
            }
        }
    }

    /// <summary>Ids of what was applied to a customer, in that order.</summary>
    public ImmutableArray<string> Applied(string customer)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(customer, out var row) ? [.. row.Applied] : [];
        }
    }

    ICustomerGrain ICustomers.this[string key] => new Customer(this, CustomerKey.Parse(key).Customer.Value);

    private BatchReceipt Apply(string customer, TouchpointBatch batch)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(customer, out var row))
            {
                _rows[customer] = row = new Row();
            }

            foreach (var item in batch.Items)
            {
                if (item.Position <= row.Positions.GetValueOrDefault((batch.Log, batch.Partition), long.MinValue))
                {
                    Redelivered++;
                    continue;
                }

                row.Positions[(batch.Log, batch.Partition)] = item.Position;
                if (row.Identities.Add(item.Touchpoint.Identity))
                {
                    row.Applied.Add(item.Touchpoint.Identity.Id);
                }
                else
                {
                    Duplicates++;
                }
            }

            return new BatchReceipt();
        }
    }

    private sealed class Customer(RowCustomers all, string id) : ICustomerGrain
    {
        public async Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken = default)
        {
            await all.Gate;
            return all.Apply(id, batch);
        }

        public Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<long> EraseAsync(string by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
