using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Simulation.Tests.Pipeline;

/// <summary>A customer that a process holds; its calls come one after the other.</summary>
internal sealed class Activation(SiloProcess owner)
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _busy;

    public SiloProcess Owner => owner;

    public required LiveCustomer Customer { get; init; }

    public bool IsGone { get; private set; }

    public bool IsAlive => !IsGone && owner.Process.IsAlive;

    public void Leave() => IsGone = true;

    public async Task<T> TakeTurnAsync<T>(Func<LiveCustomer, Task<T>> call)
    {
        if (_busy)
        {
            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            await turn.Task;
        }

        _busy = true;
        try
        {
            return IsGone ? throw new InvalidOperationException("The customer left this process.") : await call(Customer);
        }
        finally
        {
            if (_waiting.TryDequeue(out var next))
            {
                next.SetResult();
            }
            else
            {
                _busy = false;
            }
        }
    }
}
