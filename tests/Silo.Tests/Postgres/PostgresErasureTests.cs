using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Retention;

namespace CxOrchestrator.Silo.Tests.Postgres;

public sealed class PostgresErasureTests(PostgresFixture postgres) : ErasureSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());

    protected override Task<IReadOnlyDictionary<string, string>> DumpAsync() => ((PostgresUnderTest)Store).Database.RunAsync<IReadOnlyDictionary<string, string>>(
        async connection =>
        {
            // Partitions are read with their table. Text that is in a bytea is made readable again.
            var tables = await connection.RowsAsync(
                "SELECT relname::text FROM pg_class c WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'orleans%'",
                [],
                r => r.GetString(0),
                None);
            var dump = new Dictionary<string, string>();
            foreach (var table in tables)
            {
                var columns = await connection.RowsAsync(
                    $"SELECT attname::text, atttypid = 'bytea'::regtype FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped",
                    [],
                    r => (Name: r.GetString(0), Bytes: r.GetBoolean(1)),
                    None);
                var text = string.Join(" || ' ' || ", columns.Select(c => c.Bytes ? $"coalesce(encode({c.Name}, 'escape'), '')" : $"coalesce({c.Name}::text, '')"));
                dump[table] = string.Join('\n', await connection.RowsAsync($"SELECT {text} FROM {table}", [], r => r.GetString(0), None));
            }

            return dump;
        },
        None);
}

public sealed class PostgresRetentionTests(PostgresFixture postgres) : RetentionSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult())
    {
        More = new Dictionary<string, string?> { ["Retention:History"] = "31.00:00:00" },
    };

    protected override Task AddOldAuditAsync(string action) => ((PostgresUnderTest)Store).Database.RunAsync(
        connection => connection.ExecuteAsync($"INSERT INTO audit (at, actor, action) VALUES ('2010-01-01Z', 'eve', '{action}')", [], None), None);

    protected override Task KeepMonthsAsync(RetentionOptions options) => ((PostgresUnderTest)Store).Months.RunAsync(None);
}
