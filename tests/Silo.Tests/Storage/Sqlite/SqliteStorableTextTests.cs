using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

public sealed class SqliteStorableTextTests : StorableTextSuite
{
    private SqliteDatabase Database => ((SqliteUnderTest)Store).Database;

    protected override StoreUnderTest NewStore() => new SqliteUnderTest();

    protected override Task<Table[]> TablesAsync() => Database.ReadAsync(
        session =>
        {
            var columns = new List<(string Table, string Name, string Type)>();
            using var statement = session.Use(
                "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid");
            while (statement.Read())
            {
                columns.Add((statement.Text(0), statement.Text(1), statement.Text(2)));
            }

            return columns.GroupBy(c => c.Table).Select(g => new Table(g.Key, [.. g.Select(c => (c.Name, c.Type))])).ToArray();
        },
        None);

    protected override Task<string[]> WriteAndReadAsync(Table table) => Database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            using (var empty = session.Use($"DELETE FROM {table.Name}"))
            {
                empty.Run();
            }

            var values = string.Join(", ", table.Columns.Select((_, i) => $"?{i + 1}"));
            using (var insert = session.Use($"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) VALUES ({values})"))
            {
                for (var i = 0; i < table.Columns.Length; i++)
                {
                    _ = table.Columns[i].Type.ToUpperInvariant() switch
                    {
                        "TEXT" => insert.Bind(i + 1, Hostile),
                        "BLOB" => insert.BindBlob(i + 1, [1]),
                        "REAL" => insert.Bind(i + 1, 77.0),

                        // Tables of one row take no other id.
                        _ => insert.Bind(i + 1, table.Columns[i].Name == "id" ? 1L : 77L),
                    };
                }

                insert.Run();
            }

            using var read = session.Use($"SELECT {string.Join(", ", table.Texts)} FROM {table.Name} WHERE {table.Texts.First()} = ?1");
            Assert.True(read.Bind(1, Hostile).Read());
            return table.Texts.Select((_, i) => read.Text(i)).ToArray();
        },
        None);
}
