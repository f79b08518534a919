using CxOrchestrator.Silo.Tests.Postgres;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;

[assembly: AssemblyFixture(typeof(MachineTurn))]
[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>The server that these tests share, started for the first that asks, and a new database for each.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = "cx_template";

    private readonly Lazy<Task<PostgresServer>> _server = new(StartAsync);
    private int _databases;

    /// <summary>Skips the test where no server can be started.</summary>
    public async Task<PostgresServer> ServerAsync()
    {
        if (Requires.Postgres() is { } reason)
        {
            Assert.Skip(reason);
        }

        return await _server.Value;
    }

    /// <summary>Gives the connection string of a new database: empty, or with all tables.</summary>
    public async Task<string> NewDatabaseAsync(bool migrated = true)
    {
        var server = await ServerAsync();
        var name = $"cx_{Interlocked.Increment(ref _databases)}";
        await server.CreateDatabaseAsync(name, migrated ? Template : "template0");
        return server.ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await server.CreateDatabaseAsync(Template);
        await PostgresMigrations.RunAsync(server.ConnectionString(Template));
        return server;
    }
}
