using System.Collections.Concurrent;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Sqlite.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>The one file: a writer on its own thread, and a few connections that read what is committed without waiting for it.</summary>
public sealed partial class SqliteDatabase : IDisposable
{
    public const string FileName = "cx.db";

    private readonly FileStream _lock;
    private readonly SqliteSession _writing;
    private readonly SemaphoreSlim _readers;
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly List<SqliteSession> _sessions = [];

    public SqliteDatabase(IOptions<EmbeddedOptions> options, IOptions<LedgerOptions> ledger, LedgerSources sources, TimeProvider clock, ILogger<SqliteDatabase> logger)
    {
        var settings = options.Value;
        _lock = DataFolder.Take(settings.DataFolder);
        Path = System.IO.Path.Combine(settings.DataFolder, FileName);
        try
        {
            // Its log and its index in memory take the mode that this file has.
            OwnerOnly.MakeFile(Path);
            _writing = SqliteSession.OpenWriter(Path);
            Schema.Migrate(_writing);
            ErasureHash = ReadHash(_writing);
            Head = LogHead.Open(_writing, settings.Partitions, clock);
            Tail.Load(_writing);
            Times = new CommitTimes(clock);
            Writer = new SqliteWriter(new WriteTransaction(_writing, Tail, new SourceNaming(sources, ledger.Value.SourcesMax)), settings, Times, logger);
            for (var i = 0; i < settings.ReadConnections; i++)
            {
                var session = SqliteSession.OpenReader(Path);
                _sessions.Add(session);
                _idle.Add(session);
            }
        }
        catch (Exception exception)
        {
            _lock.Dispose();
            if (Refusal(exception, Path) is { } refusal)
            {
                throw new StoreRefusedException(refusal);
            }

            throw;
        }

        foreach (var path in OwnerOnly.Wider(settings.DataFolder))
        {
            LogWide(logger, System.IO.Path.GetFullPath(path));
        }

        _readers = new SemaphoreSlim(settings.ReadConnections, settings.ReadConnections);
    }

    public string Path { get; }

    public SqliteWriter Writer { get; }

    public LogWriteHead Tail { get; } = new();

    /// <summary>What the file says of its log.</summary>
    public LogHead Head { get; }

    public CommitTimes Times { get; }

    /// <summary>Under the key of this file.</summary>
    public ErasureHash ErasureHash { get; }

    /// <summary>Bytes of the file and its write-ahead log.</summary>
    public long Bytes => new FileInfo(Path).Length + (File.Exists(Path + "-wal") ? new FileInfo(Path + "-wal").Length : 0);

    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _idle.TryTake(out var session);
            try
            {
                return read(session!);
            }
            finally
            {
                _idle.Add(session!);
            }
        }
        finally
        {
            _readers.Release();
        }
    }

    public Task<T> WriteAsync<T>(Func<WriteTransaction, T> write, CancellationToken cancellationToken) => Writer.WriteAsync(write, cancellationToken);

    /// <summary>Brings the write-ahead log into the file and empties it: what was removed is in neither any more. Waits for readers of older states.</summary>
    public async Task EmptyLogAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        while (!await Writer.AloneAsync(static session => Emptied(session), cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellationToken);
        }
    }

    private static bool Emptied(SqliteSession session)
    {
        using var checkpoint = session.Use("PRAGMA wal_checkpoint(TRUNCATE)");
        return checkpoint.Read() && checkpoint.Long(0) == 0;
    }

    private static ErasureHash ReadHash(SqliteSession session)
    {
        using var read = session.Use("SELECT secret FROM erasure_key WHERE id = 1");
        read.Read();
        return new ErasureHash(read.Bytes(0).ToArray());
    }

    public void Dispose()
    {
        Writer.StopAsync().GetAwaiter().GetResult();
        Writer.Dispose();
        _sessions.ForEach(s => s.Dispose());
        _writing.Dispose();
        _readers.Dispose();
        _lock.Dispose();
    }

    private static string? Refusal(Exception exception, string path) => exception switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } =>
            $"The store {System.IO.Path.GetFullPath(path)} is damaged, or no store. Move it away and restore a backup with cx restore, or use another folder with --data.",
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => $"The disk of {System.IO.Path.GetFullPath(path)} is full. Make room, and start again.",
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_IOERR } =>
            $"The store {System.IO.Path.GetFullPath(path)} cannot be opened for writing. Let the user who starts this process write to it and to its folder, and check the disk.",
        IOException or UnauthorizedAccessException => DataFolder.Words(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, exception),
        _ => null,
    };

    [LoggerMessage(2086, LogLevel.Warning, "{Path} holds personal data, and others than its owner may read it; chmod go-rwx takes that away")]
    private static partial void LogWide(ILogger logger, string path);
}

/// <summary>What the file says of its log: its number of partitions, and a name no other log has.</summary>
public sealed record LogHead(string Name, int Partitions)
{
    public static LogHead Open(SqliteSession session, int partitions, TimeProvider clock)
    {
        using (var insert = session.Use("INSERT OR IGNORE INTO log_head (id, position, bytes, partitions, name) VALUES (1, 0, 0, ?1, ?2)"))
        {
            insert.Bind(1, partitions).Bind(2, $"embedded-{clock.GetUtcNow().ToUnixTimeMilliseconds():x}").Run();
        }

        using var read = session.Use("SELECT name, partitions FROM log_head WHERE id = 1");
        read.Read();
        return new LogHead(read.Text(0), read.Int(1));
    }
}
