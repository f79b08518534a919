using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.Silo.Tests.Postgres;

public sealed class PostgresMigrationsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Run_ManySilosAtOnce_EachStepRunsOnce()
    {
        var database = await postgres.NewDatabaseAsync(migrated: false);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresMigrations.RunAsync(database)));

        Assert.Equal((long)PostgresMigrations.Needed, await Waits.ScalarAsync<long>(database, "SELECT count(*) FROM schema_steps"));
        Assert.Equal(1L, await Waits.ScalarAsync<long>(database, "SELECT count(*) FROM sending"));
        Assert.Equal(PostgresMigrations.Needed, await PostgresMigrations.RunAsync(database));
        Assert.Equal(PostgresMigrations.Needed, await PostgresMigrations.VersionAsync(database));
    }

    [Fact]
    public async Task Run_DatabaseOfANewerVersion_IsRefused()
    {
        var database = await postgres.NewDatabaseAsync();
        await Waits.ScalarAsync<int>(database, "INSERT INTO schema_steps (step, name) VALUES (99, 'to come') RETURNING step");

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresMigrations.RunAsync(database));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DatabaseOfBeforeTheDirectory_IsFilled()
    {
        const int directory = 16;
        var database = await postgres.NewDatabaseAsync(migrated: false);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await PostgresMigrations.RunAsync(source, TestContext.Current.CancellationToken, through: directory - 1);
        }

        await Waits.ScalarAsync<string>(
            database, "INSERT INTO directory (key, name, id_folded, name_folded) VALUES ('default/c-é', 'Ayşe Özdemir', 'x', 'y') RETURNING key");

        await PostgresMigrations.RunAsync(database);

        Assert.Equal("AYSE OZDEMIR,OZDEMIR", await Waits.ScalarAsync<string>(database, "SELECT string_agg(word, ',' ORDER BY word) FROM name_words"));
        Assert.Equal("C-E AYSE OZDEMIR true", await Waits.ScalarAsync<string>(database, "SELECT id_folded || ' ' || name_folded || ' ' || zone_unknown FROM directory"));
    }

    [Fact]
    public async Task Run_DatabaseOfAnotherEncoding_IsRefused()
    {
        var server = await postgres.ServerAsync();
        await server.SqlAsync("CREATE DATABASE cx_ascii TEMPLATE template0 ENCODING 'SQL_ASCII'");

        await Assert.ThrowsAsync<InvalidDataException>(() => PostgresMigrations.RunAsync(server.ConnectionString("cx_ascii")));
    }
}
