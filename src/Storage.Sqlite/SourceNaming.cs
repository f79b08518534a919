namespace CxOrchestrator.Storage.Sqlite;

/// <summary>
/// What a transaction counts its sources as. The row <c>other</c> among the named ones says that some are counted without a name: until nothing of
/// theirs waits no further name is given, or one might be received without it and applied with it.
/// </summary>
public sealed class SourceNaming(LedgerSources known, int namesMax)
{
    private readonly List<string> _found = [];
    private long? _room;

    public void Begin()
    {
        _found.Clear();
        _room = null;
    }

    /// <summary>Before the transaction writes to the ledger: what waits is what waited as it began.</summary>
    public string NameOf(SqliteSession session, string source)
    {
        source = LedgerSources.Storable(source);
        if (known.IsNamed(source))
        {
            return source;
        }

        if (!IsStored(session, source))
        {
            _room ??= Room(session);
            if (_room == 0)
            {
                Insert(session, LedgerSources.Other);
                return LedgerSources.Other;
            }

            _room--;
            Insert(session, source);
        }

        _found.Add(source);
        return source;
    }

    /// <summary>Only what is committed is known.</summary>
    public void Committed() => known.Named(_found);

    private long Room(SqliteSession session)
    {
        var room = Math.Max(0, namesMax - session.Number("SELECT count(*) FROM ledger_sources WHERE source <> 'other'"));
        if (room > 0 && IsStored(session, LedgerSources.Other))
        {
            if (session.Number("SELECT coalesce(sum(received - applied - duplicate - rejected - erased), 0) FROM ledger WHERE source = 'other'") != 0)
            {
                return 0;
            }

            session.Run("DELETE FROM ledger_sources WHERE source = 'other'");
        }

        return room;
    }

    private static bool IsStored(SqliteSession session, string source)
    {
        using var statement = session.Use("SELECT 1 FROM ledger_sources WHERE source = ?1");
        return statement.Bind(1, source).Read();
    }

    private static void Insert(SqliteSession session, string source)
    {
        using var statement = session.Use("INSERT OR IGNORE INTO ledger_sources (source) VALUES (?1)");
        statement.Bind(1, source).Run();
    }
}
