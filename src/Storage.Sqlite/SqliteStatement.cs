using System.Text;
using SQLitePCL;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>
/// A prepared statement: parameters from 1, columns from 0. Times are Unix milliseconds. Disposing resets it for the next use;
/// its session releases it.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private const int StackMax = 512;

    private readonly SqliteSession _session;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteSession session, string sql)
    {
        _session = session;
        session.Check(raw.sqlite3_prepare_v3(session.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(int parameter, long? value)
    {
        _session.Check(value is { } number ? raw.sqlite3_bind_int64(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    public SqliteStatement Bind(int parameter, long value)
    {
        _session.Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, double value)
    {
        _session.Check(raw.sqlite3_bind_double(_statement, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, DateTimeOffset? value) => Bind(parameter, value?.ToUnixTimeMilliseconds());

    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            _session.Check(raw.sqlite3_bind_null(_statement, parameter));
            return this;
        }

        var bytesMax = Encoding.UTF8.GetMaxByteCount(value.Length);
        var buffer = bytesMax <= StackMax ? stackalloc byte[StackMax] : new byte[bytesMax];
        return BindText(parameter, buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
    }

    /// <summary>UTF-8 that the shell shows as text.</summary>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which would bind NULL.
        _session.Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, parameter, "") : raw.sqlite3_bind_text(_statement, parameter, utf8));
        return this;
    }

    public SqliteStatement BindBlob(int parameter, ReadOnlySpan<byte> bytes)
    {
        _session.Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0) : raw.sqlite3_bind_blob(_statement, parameter, bytes));
        return this;
    }

    /// <summary>Steps to the next row; false after the last.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(_statement);
        _session.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs it to its end; the number of rows changed.</summary>
    public int Run()
    {
        while (Read())
        {
        }

        return _session.Changes;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

#pragma warning disable CA1720 // Readers of values are named after what they read.
    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);
#pragma warning restore CA1720

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A blob or a text, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public void Dispose()
    {
        // Their codes repeat the last step's, which was checked.
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
    }

    public void Release() => _statement.Dispose();
}
