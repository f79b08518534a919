using CxOrchestrator.Silo.Storage.Postgres;

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
        var database = await postgres.NewDatabaseAsync();
        await Waits.ScalarAsync<string>(database, "DELETE FROM schema_steps WHERE step >= (SELECT step FROM schema_steps WHERE name LIKE '%-directory') RETURNING name");
        await Waits.ScalarAsync<string>(
            database,
            """
            ALTER TABLE drafts DROP COLUMN name, DROP COLUMN bytes; DROP TABLE ledger_sources; DROP FUNCTION ledger_names_are_closed; DROP FUNCTION claim_ledger_names;
            DROP TABLE webhook_endpoints; DROP TABLE name_words; DROP INDEX directory_zone_unknown; ALTER TABLE directory DROP COLUMN zone_unknown;
            CREATE INDEX directory_name ON directory (name_folded) WHERE name_folded IS NOT NULL;
            INSERT INTO directory (key, name, id_folded, name_folded) VALUES ('default/c-é', 'Ayşe Özdemir', 'x', 'y') RETURNING key
            """);

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
