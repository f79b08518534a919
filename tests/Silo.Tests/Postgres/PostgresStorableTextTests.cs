using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Postgres.Writing;
using CxOrchestrator.Testing;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Silo.Tests.Postgres;

public sealed class PostgresStorableTextTests(PostgresFixture postgres) : StorableTextSuite
{
    private static readonly string[] Partitioned = ["history", "decisions"];

    private PostgresDatabase Database => ((PostgresUnderTest)Store).Database;

    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());

    protected override Task<Table[]> TablesAsync() => Database.RunAsync(
        async connection =>
        {
            // Rows of any month go somewhere.
            foreach (var parent in Partitioned)
            {
                await connection.ExecuteAsync($"CREATE TABLE {parent}_other PARTITION OF {parent} DEFAULT", [], None);
            }

            // What rows refer to, and which numbers they take, is not what is looked at.
            foreach (var constraint in await connection.RowsAsync(
                "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE contype IN ('f', 'c') AND conrelid <> 0 AND connamespace = 'public'::regnamespace",
                [],
                r => r.GetString(0),
                None))
            {
                await connection.ExecuteAsync(constraint, [], None);
            }

            var columns = await connection.RowsAsync(
                """
                SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                    AND c.relname NOT LIKE 'orleans%' ORDER BY c.relname, a.attnum
                """,
                [],
                r => (Table: r.GetString(0), Name: r.GetString(1), Type: r.GetString(2)),
                None);
            return columns.GroupBy(c => c.Table).Select(g => new Table(g.Key, [.. g.Select(c => (c.Name, c.Type))])).ToArray();
        },
        None);

    protected override Task<string[]> WriteAndReadAsync(Table table) => Database.RunAsync(
        async connection =>
        {
            var columns = string.Join(", ", table.Columns.Select(c => c.Name));
            await connection.ExecuteAsync(
                $"INSERT INTO {table.Name} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"${i + 1}"))})",
                [.. table.Columns.Select(c => Value(c.Type))],
                None);
            var read = await connection.RowsAsync(
                $"SELECT {string.Join(", ", table.Texts)} FROM {table.Name} WHERE {table.Texts.First()} = $1 AND {table.Texts.First()} = ANY($2)",
                [Hostile, new[] { Hostile }],
                r => table.Texts.Select((_, i) => r.GetString(i)).ToArray(),
                None);
            return read[0];
        },
        None);

    [Fact]
    public async Task Add_ToARowSet_IsStorable()
    {
        var rows = new RowSet("SELECT * FROM unnest($1)");
        var texts = rows.Column<string?>(NpgsqlDbType.Text);
        texts.Add(Hostile);
        texts.Add(null);
        rows.Row();

        await Database.RunAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                rows.AddTo(batch);
                await using var reader = await batch.ExecuteReaderAsync(None);
                Assert.True(await reader.ReadAsync(None));
                Assert.Equal(StorableText.Of(Hostile), reader.GetString(0));
                return true;
            },
            None);
    }

    private static object Value(string type) => type switch
    {
        "text" => Hostile,
        "interval" => TimeSpan.FromSeconds(77),
        "boolean" => true,
        "bytea" => new byte[] { 1 },
        "smallint" => (short)77,
        "integer" => 77,
        "integer[]" => new[] { 77 },
        "bigint" => 77L,
        "double precision" => 77.0,
        "timestamp with time zone" => Make.Start,
        "date" => DateOnly.FromDateTime(Make.Start.UtcDateTime),
        _ => throw new InvalidOperationException($"The test knows no value of type {type}."),
    };
}
