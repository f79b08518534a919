using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

/// <summary>The file and its folder.</summary>
public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public void Open_FolderInUse_SaysSo()
    {
        Assert.Equal(Path.Combine(_store.Folder, "cx.db"), _store.Database.Path);
        var second = new SqliteUnderTest { Folder = _store.Folder };

        var refused = Assert.Throws<StoreRefusedException>(() => second.Database);
        Assert.Contains(_store.Folder, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_ManyMegabytes_LeaveAWriteAheadLogWithinItsBound()
    {
        var body = new byte[64 * 1024];
        for (var i = 0; i < 800; i++)
        {
            await _store.Database.WriteAsync(
                t =>
                {
                    using var insert = t.Session.Use("INSERT INTO dead_letters (log, partition, position, source, reason, detail, at, body) VALUES ('l', 0, ?1, 's', 'unreadable', 'd', ?2, ?3)");
                    insert.Bind(1, (long)i).Bind(2, DateTimeOffset.UnixEpoch).BindBlob(3, body).Run();
                    return true;
                },
                None);
        }

        // 52 MB went through it: nearly all of it is in the file, and the log beside it is small again.
        var wal = new FileInfo(_store.Database.Path + "-wal").Length;
        Assert.InRange(wal, 0, SqliteSession.WalKeptBytes);
        Assert.InRange(new FileInfo(_store.Database.Path).Length, 40_000_000, long.MaxValue);
    }

    [Fact]
    public async Task Writes_DiskFull_AreSaidAndGoOnOnceThereIsRoom()
    {
        await WriteAsync(0);
        Assert.Null(_store.Database.Writer.Writes.Problem);
        await _store.Database.WriteAsync(t => t.Session.Number("PRAGMA page_count") is var pages && t.Session.Number($"PRAGMA max_page_count = {pages}") > 0, None);

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => WriteAsync(1));
        Assert.Contains("disk of the data folder is full", _store.Database.Writer.Writes.Problem, StringComparison.Ordinal);

        await _store.Database.WriteAsync(t => t.Session.Number("PRAGMA max_page_count = 1000000000") > 0, None);
        await WriteAsync(2);
        Assert.Null(_store.Database.Writer.Writes.Problem);
    }

    [Theory]
    [InlineData(28, "is full")]
    [InlineData(30, "read-only file system")]
    public void Words_OfTheDisk_SayWhatIsWrong(int code, string words) =>
        Assert.Contains(words, DataFolder.Words(_store.Folder, new IOException("refused", code)), StringComparison.Ordinal);

    private Task<bool> WriteAsync(int position) => _store.Database.WriteAsync(
        t =>
        {
            using var insert = t.Session.Use("INSERT INTO dead_letters (log, partition, position, source, reason, detail, at, body) VALUES ('l', 0, ?1, 's', 'unreadable', 'd', ?2, ?3)");
            insert.Bind(1, (long)position).Bind(2, DateTimeOffset.UnixEpoch).BindBlob(3, new byte[256 * 1024]).Run();
            return true;
        },
        None);

    [Fact]
    public async Task Open_FileOfANewerVersion_IsRefusedAndLetGo()
    {
        await _store.Database.WriteAsync(
            t =>
            {
                t.Session.Script("PRAGMA user_version = 999");
                return true;
            },
            None);

        for (var i = 0; i < 2; i++)
        {
            await _store.ReopenAsync();
            var refused = Assert.Throws<InvalidDataException>(() => _store.Database);
            Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_Again_KeepsItsPartitions()
    {
        var file = _store.Database.Path;
        await using var other = new SqliteUnderTest(("Partitions", "3"));
        Assert.Equal(3, other.Source.Partitions);
        await _store.Log.AppendAsync([Some.Item("t-1")], None);
        await _store.ReopenAsync();
        await other.ReopenAsync();

        Assert.Equal((file, 8, 3), (_store.Database.Path, _store.Source.Partitions, other.Source.Partitions));
    }

    [Fact]
    public async Task Open_Writer_WritesThroughToTheDisk()
    {
        var (journal, synchronous) = await _store.Database.WriteAsync(
            t =>
            {
                using var mode = t.Session.Use("PRAGMA journal_mode");
                mode.Read();
                using var sync = t.Session.Use("PRAGMA synchronous");
                sync.Read();
                return (mode.Text(0), sync.Long(0));
            },
            None);

        // FULL: an acknowledged write survives a power cut.
        Assert.Equal(("wal", 2L), (journal, synchronous));
    }

    [Fact]
    public async Task Open_FileOfTheFirstVersion_FindsItsNames()
    {
        await _store.CommitAsync("c-1", c => c with { Name = "Ayşe Özdemir", NameChanged = true });
        await _store.Database.WriteAsync(
            t =>
            {
                // As the first version left it.
                t.Session.Script("DROP TABLE identities; DROP TABLE identity_claims; DROP TABLE identity_links; DROP TABLE merges; DROP TABLE merge_numbers; DROP TABLE remarks; DROP TABLE remark_corrections;");
                t.Session.Script("ALTER TABLE customers DROP COLUMN merged_into; ALTER TABLE directory DROP COLUMN merged_into; ALTER TABLE outbox DROP COLUMN origin; ALTER TABLE cases DROP COLUMN origin; ALTER TABLE consents DROP COLUMN origin;");
                t.Session.Script("DROP INDEX outbox_sending; ALTER TABLE outbox DROP COLUMN left_by; ALTER TABLE outbox DROP COLUMN promotion; CREATE INDEX outbox_sending ON outbox (next_attempt_at) WHERE status = 3;");
                t.Session.Script("DROP TABLE deliveries; DROP TABLE delivery_steps; DROP TABLE connection_states; DROP TABLE connection_secrets; DROP TABLE in_app_messages; DROP TABLE in_app_keys; DROP TABLE images; DROP TABLE return_mailboxes; DROP TABLE source_deliveries; DROP TABLE source_pulls; DROP TABLE waiting_deliveries; DROP TABLE source_enrichments; DROP TABLE source_counts; DROP TABLE file_imports; DROP TABLE file_import_parts;");
                t.Session.Script("DROP INDEX outbox_unannounced; ALTER TABLE outbox DROP COLUMN unannounced; DROP INDEX outbox_callbacks; DROP INDEX cases_queue; ALTER TABLE outbox DROP COLUMN test; ALTER TABLE outbox DROP COLUMN queue; ALTER TABLE outbox DROP COLUMN held_by;");
                t.Session.Script("DROP INDEX dead_letters_customer; DROP TABLE erasures; DROP TABLE erasure_key; DROP TABLE consents; ALTER TABLE ledger DROP COLUMN erased;");
                t.Session.Script("DROP TABLE limits; DROP TABLE policy_switches; DROP TABLE mutes;");
                t.Session.Script("DROP TABLE document_versions; DROP TABLE drafts; DROP TABLE accounts; DROP TABLE protection_keys; DROP TABLE audit; DROP TABLE policy_hours;");
                t.Session.Script("DROP TABLE backtests; DROP TABLE warning_searches; DROP TABLE event_types; DROP TABLE event_hours; DROP TABLE codes; DROP TABLE schedules; DROP TABLE test_recipients; DROP TABLE test_sends; DROP TABLE webhook_endpoints; DROP TABLE ledger_sources; DROP TABLE api_keys; DROP TABLE sign_in_tries;");
                t.Session.Script("ALTER TABLE definition_documents DROP COLUMN origin; ALTER TABLE definition_documents DROP COLUMN paused;");
                t.Session.Script("DROP TABLE name_words; DROP INDEX directory_zone_unknown; ALTER TABLE directory DROP COLUMN zone_unknown;");
                t.Session.Script("DROP INDEX directory_id; ALTER TABLE directory DROP COLUMN id_folded; ALTER TABLE directory DROP COLUMN name_folded;");
                t.Session.Script("CREATE INDEX directory_id ON directory (id); CREATE INDEX directory_name ON directory (name) WHERE name IS NOT NULL; PRAGMA user_version = 1;");
                return true;
            },
            None);

        await _store.ReopenAsync();

        Assert.Single(await _store.Read.SearchAsync("özd", 10, None));
        Assert.Single(await _store.Read.SearchAsync("C-1", 10, None));
        Assert.Single(await _store.Read.SearchAsync("ayse", 10, None));
        Assert.Equal(new ZoneCount(1, 1), await _store.Read.ZonesAsync(None));
    }
}
