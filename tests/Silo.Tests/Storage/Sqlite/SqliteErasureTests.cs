using System.Text;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

/// <summary>The embedded store: what is erased is not in its files either.</summary>
public sealed class SqliteErasureTests : ErasureSuite
{
    private const string WholeFolder = "the folder's files";

    protected override StoreUnderTest NewStore() => new SqliteUnderTest();

    protected override async Task<IReadOnlyDictionary<string, string>> DumpAsync()
    {
        var database = ((SqliteUnderTest)Store).Database;
        var tables = await database.ReadAsync(session => Rows(session, "SELECT name FROM sqlite_master WHERE type = 'table'").Split('\n', StringSplitOptions.RemoveEmptyEntries), None);
        var dump = new Dictionary<string, string>();
        foreach (var table in tables)
        {
            var columns = await database.ReadAsync(session => Rows(session, $"SELECT name FROM pragma_table_info('{table}')").Split('\n', StringSplitOptions.RemoveEmptyEntries), None);
            var text = string.Join(" || ' ' || ", columns.Select(c => $"coalesce(CAST({c} AS TEXT), '')"));
            dump[table] = await database.ReadAsync(session => Rows(session, $"SELECT {text} FROM {table}"), None);
        }

        // As latin-1: every byte is a character.
        dump[WholeFolder] = string.Concat(Directory.EnumerateFiles(((SqliteUnderTest)Store).Folder, SqliteDatabase.FileName + "*").Select(Bytes));
        return dump;
    }

    protected override async Task ReadLogAsync()
    {
        using var stopping = new CancellationTokenSource();
        var read = 0;
        await Store.Source.RunAsync(
            async (partition, _) =>
            {
                LogChunk chunk;
                while (!(chunk = await partition.PollAsync(100, TimeSpan.Zero, None)).Records.IsEmpty)
                {
                    await partition.StoreAsync(chunk.Records[^1].Position, chunk.ReadThrough, None);
                }

                if (Interlocked.Increment(ref read) == Store.Source.Partitions)
                {
                    await stopping.CancelAsync();
                }
                else
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            },
            stopping.Token);
    }

    [Fact]
    public async Task Erase_WithTouchpointsThatWait_IsDoneOnceTheyAreRead()
    {
        await Store.CommitAsync("c-1");
        await Store.Log.AppendAsync([Some.Item("waits", "c-1"), Some.Item("stays", "c-2")], None);
        await EraseAsync(Some.Key("c-1"));
        var waiting = Assert.Single((await Erased.ListAsync(null, 10, None)).Items);
        Assert.Null(waiting.DoneAt);
        Assert.StartsWith("1 of the customer's touchpoints wait in the log", waiting.Failure, StringComparison.Ordinal);

        await ReadLogAsync();
        Store.Clock.Advance(TimeSpan.FromMinutes(2));
        await Runner().RunAsync(None);

        Assert.NotNull(Assert.Single((await Erased.ListAsync(null, 10, None)).Items).DoneAt);
        Assert.Equal(1, (await Store.Read.StatusAsync(None)).LogRows);
    }

    private static string Rows(SqliteSession session, string sql)
    {
        var rows = new StringBuilder();
        using var statement = session.Use(sql);
        while (statement.Read())
        {
            rows.Append(statement.Text(0)).Append('\n');
        }

        return rows.ToString();
    }

    private static string Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }
}

public sealed class SqliteRetentionTests : RetentionSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();

    protected override Task AddOldAuditAsync(string action) => ((SqliteUnderTest)Store).Database.WriteAsync(
        transaction =>
        {
            transaction.Session.Script($"INSERT INTO audit (at, actor, action) VALUES (1262304000000, 'eve', '{action}')");
            return true;
        },
        None);
}
