using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// Customers whose calls fail: each waits with a pause that doubles, while the others go on. Safe from many threads.
/// </summary>
internal sealed class FailingCustomers(TimeProvider clock, int max = FailingCustomers.Max)
{
    /// <summary>Most customers that are remembered; beyond it the one whose pause ends first is forgotten, and tried early.</summary>
    public const int Max = 10_000;

    public static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<CustomerKey, (int Failures, DateTimeOffset Until)> _failing = [];

    /// <summary>How many failed at their last attempt.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _failing.Count;
            }
        }
    }

    public bool IsReady(CustomerKey key)
    {
        lock (_gate)
        {
            return !_failing.TryGetValue(key, out var failing) || failing.Until <= clock.GetUtcNow();
        }
    }

    public void Failed(CustomerKey key)
    {
        lock (_gate)
        {
            var failures = _failing.GetValueOrDefault(key).Failures + 1;
            if (failures == 1 && _failing.Count >= max)
            {
                _failing.Remove(_failing.MinBy(f => f.Value.Until).Key);
            }

            _failing[key] = (failures, clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(PauseMax.TotalSeconds, Math.Pow(2, failures))));
        }
    }

    public void Succeeded(CustomerKey key)
    {
        lock (_gate)
        {
            _failing.Remove(key);
        }
    }
}
