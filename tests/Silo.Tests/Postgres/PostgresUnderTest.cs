using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>The store in a database, beside a log outside of it.</summary>
internal sealed class PostgresUnderTest : StoreUnderTest
{
    private readonly MemoryLog _log;
    private readonly (string Name, string Value)[] _settings;
    private ServiceProvider? _services;

    public PostgresUnderTest(string connectionString, params (string Name, string Value)[] settings)
    {
        ConnectionString = connectionString;
        _settings = settings;
        _log = new MemoryLog(() => Progress, JourneyClock);
    }

    public string ConnectionString { get; }

    public override IServiceProvider Services => _services ??= Open();

    public PostgresDatabase Database => Services.GetRequiredService<PostgresDatabase>();

    public IProgressStore Progress => Services.GetRequiredService<IProgressStore>();

    public MemoryLog Memory => _log;

    public MonthKeeper Months => Services.GetServices<IHostedService>().OfType<MonthKeeper>().Single();

    /// <summary>For tests in which time must pass by itself: retries.</summary>
    public bool RealTime { get; init; }

    /// <summary>Settings of other sections, read when it is opened.</summary>
    public IReadOnlyDictionary<string, string?> More { get; init; } = new Dictionary<string, string?>();

    public override async Task ReopenAsync()
    {
        await CloseAsync();
        _services = Open();
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _log.Dispose();
    }

    private ServiceProvider Open()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            _settings.Append((Name: "ConnectionString", Value: ConnectionString)).DistinctBy(s => s.Name).Select(s => KeyValuePair.Create($"{PostgresOptions.Section}:{s.Name}", (string?)s.Value))).AddInMemoryCollection(More).Build());
        services.AddLogging();
        services.AddSingleton(RealTime ? TimeProvider.System : Clock);
        services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, JourneyClock);
        services.AddSingleton<ITouchpointLog>(_log);
        services.AddSingleton<ITouchpointSource>(_log);
        services.AddSingleton<ILogEnds>(_log);
        services.AddSingleton<ICustomerEvents>(new FakeEvents());
        services.AddPostgresStore().AddStoreParts();
        return services.BuildServiceProvider();
    }

    private async Task CloseAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
            _services = null;
        }
    }
}
