namespace CxOrchestrator.Silo.Tests.Storage;

/// <summary>Promises of a store, kept by every implementation: each adds a class that says how its store is made.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected StoreUnderTest Store { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Store = NewStore();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty one.</summary>
    protected abstract StoreUnderTest NewStore();
}
