using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Storage.Sqlite.Log;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

/// <summary>The embedded store in a folder of its own, which goes with it.</summary>
internal sealed class SqliteUnderTest : StoreUnderTest
{
    private readonly (string Name, string Value)[] _settings;
    private ServiceProvider? _services;

    public SqliteUnderTest(params (string Name, string Value)[] settings) => _settings = settings;

    public string Folder { get => field ??= Directory.CreateTempSubdirectory("cx-silo-tests-").FullName; init; }

    /// <summary>The folder is somebody else's and stays.</summary>
    public bool Keeps { get; init; }

    public override IServiceProvider Services => _services ??= Open();

    public SqliteDatabase Database => Services.GetRequiredService<SqliteDatabase>();

    public LogTrimmer Trimmer => Services.GetServices<IHostedService>().OfType<LogTrimmer>().Single();

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
        if (!Keeps)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Holds the writer until the result is disposed: what is written meanwhile comes into one transaction.</summary>
    public async Task<IAsyncDisposable> HoldWriterAsync() => await HeldWriter.HoldAsync(Database);

    private ServiceProvider Open()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            _settings.Prepend((Name: "DataFolder", Value: Folder)).Select(s => KeyValuePair.Create($"{EmbeddedOptions.Section}:{s.Name}", (string?)s.Value))).AddInMemoryCollection(More).Build());
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, JourneyClock);
        services.AddSingleton<ICustomerEvents>(new FakeEvents());
        services.AddSqliteStore().AddStoreParts();
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
