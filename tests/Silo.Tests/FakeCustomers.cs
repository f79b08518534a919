using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Silo.Tests;

/// <summary>Customers that note what they are called with, wait where they are told to, and fail where they are told to.</summary>
internal sealed class FakeCustomers : ICustomers
{
    private readonly ConcurrentDictionary<string, Customer> _customers = new();

    /// <summary>What customers were asked to admit, in the order of the calls.</summary>
    public ConcurrentQueue<(string Customer, ImmutableArray<string> Actions)> Admitted { get; } = new();

    public ConcurrentQueue<(string Customer, DateTimeOffset UpTo)> Fired { get; } = new();

    /// <summary>Runs in each call, before it ends.</summary>
    public Func<string, Task> OnCall { get; set; } = _ => Task.CompletedTask;

    ICustomerGrain ICustomers.this[string key] => this[CustomerKey.Parse(key).Customer.Value];

    public Customer this[string customer] => _customers.GetOrAdd(customer, c => new Customer(this, c));

    internal sealed class Customer(FakeCustomers all, string id) : ICustomerGrain
    {
        private readonly Lock _gate = new();
        private readonly Moments _called = new($"a call of {id}");

        /// <summary>While set, calls fail with it.</summary>
        public Exception? Fails { get; set; }

        /// <summary>Calls wait for it.</summary>
        public Task Gate { get; set; } = Task.CompletedTask;

        public ConcurrentQueue<TouchpointBatch> Batches { get; } = new();

        public int Calls { get; private set; }

        public int AtOnce { get; private set; }

        public int AtOnceMax { get; private set; }

        /// <summary>Completes with the next call that began; each is counted once.</summary>
        public Task CalledAsync(int times = 1) => _called.NextAsync(times);

        public async Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken = default)
        {
            await CallAsync();
            Batches.Enqueue(batch);
            return new BatchReceipt { Applied = batch.Items.Length };
        }

        public async Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default)
        {
            await CallAsync();
            all.Fired.Enqueue((id, upTo));
        }

        public async Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken = default)
        {
            await CallAsync();
            all.Admitted.Enqueue((id, actions));
        }

        public Task<long> EraseAsync(string by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult<CustomerState?>(null);

        private async Task CallAsync()
        {
            lock (_gate)
            {
                Calls++;
                AtOnceMax = Math.Max(AtOnceMax, ++AtOnce);
            }

            _called.Add();
            try
            {
                await Gate;
                await all.OnCall(id);
                if (Fails is { } failure)
                {
                    throw failure;
                }
            }
            finally
            {
                lock (_gate)
                {
                    AtOnce--;
                }
            }
        }
    }
}
