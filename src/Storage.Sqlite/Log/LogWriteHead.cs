namespace CxOrchestrator.Storage.Sqlite.Log;

/// <summary>
/// The log's head: the last position given and the bytes held. Positions are given inside a transaction and stored with it, so none is
/// ever given twice, not after a restart and not after the rows are gone.
/// </summary>
public sealed class LogWriteHead
{
    private readonly Lock _stamps = new();
    private long _position;
    private long _bytes;
    private long _storedPosition;
    private long _storedBytes;
    private DateTimeOffset? _openSince;

    /// <summary>Bytes of the records held, as of the last commit.</summary>
    public long Bytes => Interlocked.Read(ref _storedBytes);

    /// <summary>Reads the stored head.</summary>
    public void Load(SqliteSession session)
    {
        using var statement = session.Use("SELECT position, bytes FROM log_head WHERE id = 1");
        statement.Read();
        (_position, _bytes) = (statement.Long(0), statement.Long(1));
        Committed();
    }

    /// <summary>The next position, for a record of that size.</summary>
    public long Take(int bytes)
    {
        _bytes += bytes;
        return ++_position;
    }

    /// <summary>The time at which records of this transaction are appended.</summary>
    public DateTimeOffset Stamp(TimeProvider clock)
    {
        lock (_stamps)
        {
            var now = clock.GetUtcNow();
            _openSince ??= now;
            return now;
        }
    }

    /// <summary>A time by which every record that was appended is committed: what is read after this call holds all of them.</summary>
    public DateTimeOffset SettledBy(TimeProvider clock)
    {
        lock (_stamps)
        {
            var now = clock.GetUtcNow();

            // Stored times have whole milliseconds: the one before is certainly before the first record under way.
            return _openSince is { } open && open <= now ? open.AddMilliseconds(-1) : now;
        }
    }

    /// <summary>Records of that size were removed.</summary>
    public void Remove(long bytes) => _bytes -= bytes;

    public void Write(SqliteSession session)
    {
        if (_position != _storedPosition || _bytes != _storedBytes)
        {
            using var statement = session.Use("UPDATE log_head SET position = ?1, bytes = ?2 WHERE id = 1");
            statement.Bind(1, _position).Bind(2, _bytes).Run();
        }
    }

    public void Committed()
    {
        _storedPosition = _position;
        Interlocked.Exchange(ref _storedBytes, _bytes);
        Settle();
    }

    public void RolledBack()
    {
        (_position, _bytes) = (_storedPosition, _storedBytes);
        Settle();
    }

    /// <summary>The head within the transaction, to go back to.</summary>
    public (long Position, long Bytes) Mark() => (_position, _bytes);

    public void Restore((long Position, long Bytes) mark) => (_position, _bytes) = mark;

    private void Settle()
    {
        lock (_stamps)
        {
            _openSince = null;
        }
    }
}
