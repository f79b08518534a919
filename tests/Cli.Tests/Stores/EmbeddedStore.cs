using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Cli.Tests.Stores;

/// <summary>The embedded store in a folder, open as a gateway has it.</summary>
internal sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public EmbeddedStore(string folder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Embedded:DataFolder", folder)]).Build());
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(Clocks.Journey, TimeProvider.System);
        services.AddSqliteStore();
        _services = services.BuildServiceProvider();
    }

    public Task AddAsync(string customer) => _services.GetRequiredService<ICustomerStore>().CommitAsync(
        new CustomerCommit { Key = CustomerKey.For(new CustomerId(customer)), ExpectedVersion = 0, State = "state"u8.ToArray() }, CancellationToken.None);

    public async Task<bool> HasAsync(string customer) =>
        await _services.GetRequiredService<ICustomerStore>().LoadAsync(CustomerKey.For(new CustomerId(customer)), CancellationToken.None) is not null;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
