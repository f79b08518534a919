using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Silo.Tests.Hosting;

public sealed class StartFailureTests
{
    [Fact]
    public async Task Run_OnePartCannotStart_StopsTheOthersBeforeTheyLoseWhatTheyUse()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<Store>();
        builder.Services.AddSingleton<Worker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Worker>());
        builder.Services.AddHostedService<Listener>();
        var host = builder.Build();
        var worker = host.Services.GetRequiredService<Worker>();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunGuardedAsync());

        Assert.Equal("The port is in use.", failure.Message);
        Assert.Equal((true, false), (worker.Ended, worker.UsedAClosedStore));
    }

    [Fact]
    public async Task Run_Started_GoesOnUntilItIsStopped()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<Store>();
        var host = builder.Build();
        var (lifetime, store) = (host.Services.GetRequiredService<IHostApplicationLifetime>(), host.Services.GetRequiredService<Store>());
        var run = host.RunGuardedAsync();
        Assert.False(run.IsCompleted);

        lifetime.StopApplication();
        await run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.True(store.Closed);
    }

    private sealed class Store : IDisposable
    {
        public bool Closed { get; private set; }

        public void Dispose() => Closed = true;
    }

    private sealed class Worker(Store store) : BackgroundService
    {
        public bool Ended { get; private set; }

        public bool UsedAClosedStore { get; private set; }

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Began.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Work that was in hand when the host stopped is finished.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            UsedAClosedStore = store.Closed;
            Ended = true;
        }
    }

    private sealed class Listener(Worker worker) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            // A part that is stopped before its work began has nothing to finish.
            await worker.Began.Task.WaitAsync(cancellationToken);
            throw new InvalidOperationException("The port is in use.");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
