using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A whole embedded silo over a folder, which outlives its restarts. The journey's clock is the test's, the system's is real.</summary>
internal sealed class EmbeddedSilo : IAsyncDisposable, IDefinitions
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("cx-silo-tests-").FullName;
    private IHost? _host;

    /// <summary>Where it keeps its data; gone with it.</summary>
    public string Folder { get => _folder; init => _folder = value; }

    public FakeTimeProvider JourneyClock { get; } = new(Make.Start);

    /// <summary>Published documents; they can be changed while it runs.</summary>
    public CompiledDefinitions Current { get; set; } = CompiledDefinitions.Empty;

    /// <summary>Asked before the product's own channels; null: there is none.</summary>
    public IActionChannel? Channel { get; init; }

    public ITouchpointLog Log => Get<ITouchpointLog>();

    public IReadModel Read => Get<IReadModel>();

    public IDeadLetters DeadLetters => Get<IDeadLetters>();

    public ICaseStore Cases => Get<ICaseStore>();

    public ISendingSwitch Sending => Get<ISendingSwitch>();

    public T Get<T>()
        where T : notnull => (_host ?? throw new InvalidOperationException("Not started.")).Services.GetRequiredService<T>();

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("Embedded:DataFolder", _folder),
            new("Ingestion:StoreEvery", "00:00:00.020"),
            new("Ingestion:TimersEvery", "00:00:00.020"),
            new("Dispatch:LookEvery", "00:00:00.020"),
            new("Customers:TimerSettle", "00:00:00"),
            new("Schedules:LookEvery", "00:00:00.020"),
        ]);
        builder.Services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, JourneyClock);
        if (Channel is not null)
        {
            builder.Services.AddSingleton(Channel);
        }

        builder.AddEmbeddedSilo();
        builder.Services.AddSingleton<IDefinitions>(this);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    /// <summary>As after a crash between the customers' commits and the storing of positions: everything is read again.</summary>
    public async Task ForgetPositionsAndRestartAsync()
    {
        await StopAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder, SqliteDatabase.FileName)};Pooling=False"))
        {
            await connection.OpenAsync();
            using var forget = connection.CreateCommand();
            forget.CommandText = "DELETE FROM log_positions";
            await forget.ExecuteNonQueryAsync();
        }

        await StartAsync();
    }

    public Task AppendAsync(params IEnumerable<Touchpoint> touchpoints) => Log.AppendAsync(
        [.. touchpoints.Select(t => new LogItem { Customer = t.Customer, Source = t.Identity.Source, Body = TouchpointJson.Write(t) })], CancellationToken.None);

    /// <summary>Appends, and waits until all of it is applied.</summary>
    public async Task TakeAsync(params IEnumerable<Touchpoint> touchpoints)
    {
        await AppendAsync(touchpoints);
        await RestAsync();
    }

    /// <summary>Nothing waits any more, by the ledger and by the log.</summary>
    public Task RestAsync() => UntilAsync(
        async () => (await Read.LedgerAsync(CancellationToken.None)).Sources.All(l => l.Waiting == 0) && (await Read.StatusAsync(CancellationToken.None)).LogWaiting == 0,
        "the log to be applied");

    public async Task<CustomerState> StateAsync(string customer)
    {
        var row = await Read.CustomerAsync(Some.Key(customer), CancellationToken.None);
        return Get<CustomerCodec>().Decode(row!.State);
    }

    public async Task<IReadOnlyList<OutboxItem>> ActionsAsync(string customer) =>
        (await Read.ActionsAsync(new ActionQuery { Customer = Some.Key(customer), Limit = 1000 }, CancellationToken.None)).Items;

    /// <summary>The customer's one action, once it has reached that status.</summary>
    public async Task<OutboxItem> ActionAsync(string customer, ActionStatus status)
    {
        await UntilAsync(async () => (await ActionsAsync(customer)).Any(a => a.Status == status), $"an action of {customer} to be {status}");
        return Assert.Single(await ActionsAsync(customer));
    }

    /// <summary>Processes of many parts have no one event to await: looks until it holds, with a bound that says what was missing.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < WatchedClock.Patience, $"Waited {WatchedClock.Patience} for {what}.");
            await Task.Delay(LookEvery, TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
