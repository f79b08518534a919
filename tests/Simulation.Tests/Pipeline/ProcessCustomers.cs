using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Simulation.Tests.Pipeline;

/// <summary>Customers as a process reaches them: through messages that may be late, and answers that may be lost.</summary>
internal sealed class ProcessCustomers(Cluster cluster, SiloProcess process) : ICustomers
{
    public ICustomerGrain this[string key] => new Reference(this, key);

    private Task<T> CallAsync<T>(string key, Func<LiveCustomer, Task<T>> call)
    {
        var (world, weather) = (cluster.Around.World, cluster.Around.Weather);
        var answer = new TaskCompletionSource<T>();
        var activation = cluster.Resolve(process, key);
        if (weather.LosesAnswer())
        {
            _ = world.Outside.Launch("timeout", async () =>
            {
                await world.DelayAsync(10, 5000);
                answer.TrySetException(new TimeoutException("No answer came."));
            });
        }

        var debt = activation.Owner.Owing(() => world.Outside.Launch("silo is gone", async () =>
        {
            await world.DelayAsync(10, 2000);
            answer.TrySetException(new IOException("The silo is gone."));
        }));
        _ = activation.Owner.Process.Launch("call", async () =>
        {
            try
            {
                await weather.PassAsync();
                answer.TrySetResult(await activation.TakeTurnAsync(call));
            }
#pragma warning disable CA1031 // It is the caller's.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                answer.TrySetException(exception);
            }
            finally
            {
                debt.Dispose();
            }
        });
        return answer.Task;
    }

    private sealed class Reference(ProcessCustomers all, string key) : ICustomerGrain
    {
        private readonly Surroundings _around = all.Cluster.Around;

        public Task<BatchReceipt> ApplyAsync(TouchpointBatch batch, CancellationToken cancellationToken = default) =>
            all.CallAsync(key, customer => _around.Mutation.Around(() => customer.ApplyAsync(batch, cancellationToken)));

        public Task FireAsync(DateTimeOffset upTo, CancellationToken cancellationToken = default)
        {
            _around.Watch.Firing(key, upTo);
            return all.CallAsync(key, customer => _around.Mutation.Around(() => Done(customer.FireAsync(upTo, cancellationToken))));
        }

        public Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken = default) =>
            all.CallAsync(key, customer => _around.Mutation.Around(() => Done(customer.AdmitAsync(actions, cancellationToken))));

        public Task<long> EraseAsync(string by, CancellationToken cancellationToken = default) => all.CallAsync(key, customer => customer.EraseAsync(by, cancellationToken));

        public Task<bool> ReadmitAsync(string by, CancellationToken cancellationToken = default) => all.CallAsync(key, customer => customer.ReadmitAsync(by, cancellationToken));

        public Task<CustomerState?> GetAsync(CancellationToken cancellationToken = default) =>
            all.CallAsync(key, customer => customer.GetAsync(cancellationToken));

        private static async Task<bool> Done(Task call)
        {
            await call;
            return true;
        }
    }

    private Cluster Cluster => cluster;
}
