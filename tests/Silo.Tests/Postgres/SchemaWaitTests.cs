using System.Net;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Configuration;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>A process that is told not to migrate.</summary>
public sealed class SchemaWaitTests(PostgresFixture postgres)
{
    private static IConfiguration Settings(string database, bool migrate) => new ConfigurationBuilder().AddInMemoryCollection(
        [new("Postgres:ConnectionString", database), new("Postgres:Migrate", migrate.ToString())]).Build();

    [Fact]
    public async Task Ready_OlderSchema_IsNotReadyAndSaysWhyUntilItIsMigrated()
    {
        var database = await postgres.NewDatabaseAsync(migrated: false);
        var url = $"http://127.0.0.1:{Ports.Free()}";
        var waiting = SchemaWait.ReadyAsync(Settings(database, migrate: false), url, TimeProvider.System);
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        HttpResponseMessage? ready = null;
        await EmbeddedSilo.UntilAsync(
            async () =>
            {
                try
                {
                    ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "health to answer");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready!.StatusCode);
        var said = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"schema 0 and this version needs {PostgresMigrations.Needed}", said, StringComparison.Ordinal);
        Assert.Contains("cx migrate", said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.False(waiting.IsCompleted);

        Assert.Equal(0, await PostgresMigrations.RunAsync(database));
        Assert.True(await waiting.WaitAsync(WatchedClock.Patience));
    }

    [Fact]
    public async Task Ready_SchemaThatIsNeeded_StartsAtOnce() =>
        Assert.True(await SchemaWait.ReadyAsync(Settings(await postgres.NewDatabaseAsync(), migrate: false), "http://127.0.0.1:0", TimeProvider.System));

    [Fact]
    public async Task Ready_NewerSchema_EndsTheStart()
    {
        var database = await postgres.NewDatabaseAsync();
        await Waits.ScalarAsync<int>(database, "INSERT INTO schema_steps (step, name) VALUES (99, 'to come') RETURNING step");
        await Assert.ThrowsAsync<InvalidDataException>(() => SchemaWait.ReadyAsync(Settings(database, migrate: false), "http://127.0.0.1:0", TimeProvider.System));
    }
}
