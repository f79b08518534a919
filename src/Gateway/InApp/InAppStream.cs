using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>An app that waits for a customer's messages; disposed when it is gone.</summary>
internal sealed class InAppStream(CustomerKey key, InAppStreams streams) : IDisposable
{
    public CustomerKey Key => key;

    /// <summary>Raised when there may be something new.</summary>
    public Wakeup Wakeup { get; } = new();

    public void Dispose() => streams.Close(this);
}
