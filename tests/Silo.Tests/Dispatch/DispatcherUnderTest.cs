using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>A dispatcher over a real store, with a channel and a clock that the test holds.</summary>
public abstract class DispatcherUnderTest : IAsyncLifetime
{
    internal DispatcherUnderTest()
    {
        Faults = new DispatchFaults(Store.Clock);
        Outbox = new FlakyOutbox(Store.Outbox);
        Dispatcher = new Dispatcher(
            Outbox,
            Store.Services.GetRequiredService<IDeliveries>(),
            new DispatchCompletion(Outbox, Faults, Options.Create(Settings), Options.Create(Webhooks), [Channel, Connected], Store.JourneyClock, Store.Clock, NullLogger<DispatchCompletion>.Instance),
            [Connected, Channel, new CallbackChannel()], Events, Signal, Options.Create(Settings), Store.JourneyClock, Store.Clock, NullLogger<Dispatcher>.Instance);
    }

    internal SqliteUnderTest Store { get; } = new();

    internal FakeChannel Channel { get; } = new();

    internal FakeConnectedChannel Connected { get; } = new();

    internal FakeEvents Events { get; } = new();

    internal DispatchOptions Settings { get; } = new();

    internal WebhookOptions Webhooks { get; } = new();

    internal DispatchFaults Faults { get; }

    internal FlakyOutbox Outbox { get; }

    internal DispatchSignal Signal { get; } = new();

    internal Dispatcher Dispatcher { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // A test that failed may have left a send under way for good.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await Dispatcher.StopAsync(patience.Token);
        Dispatcher.Dispose();
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task StartAsync() => Dispatcher.StartAsync(CancellationToken.None);

    /// <summary>Time passes, the dispatcher looks, and waits again.</summary>
    protected async Task LookAsync(TimeSpan passed)
    {
        Store.Clock.Advance(passed);

        // It may be about to wait from now on.
        Signal.Raise();
        await IdleAsync();
    }

    /// <summary>It has looked at this time of the clock, found nothing more, and what it sent is stored.</summary>
    protected Task IdleAsync() => EmbeddedSilo.UntilAsync(
        () => Task.FromResult(Dispatcher.IdleSince >= Store.Clock.GetUtcNow() && Dispatcher.UnderWay == 0), "the dispatcher to be idle");
}
