using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>A lane's connection, opened again where it broke. It holds a number that no other open writer of the database has: its rows of the sums.</summary>
internal sealed class LaneSession(NpgsqlDataSource source) : IDisposable
{
    private const int LockWriters = PostgresMigrations.LockClass + 1;

    private NpgsqlConnection? _connection;

    /// <summary>The writer's number.</summary>
    public int Number { get; private set; }

    public NpgsqlConnection Open()
    {
        if (_connection is null)
        {
            var connection = source.OpenConnection();
            try
            {
                Prepare(connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            _connection = connection;
        }

        return _connection;
    }

    /// <summary>After a failure: out of the transaction, or a new connection the next time.</summary>
    public void Recover()
    {
        if (_connection is null)
        {
            return;
        }

        try
        {
            if (_connection.FullState == System.Data.ConnectionState.Open)
            {
                using var rollback = new NpgsqlCommand("ROLLBACK", _connection);
                rollback.ExecuteNonQuery();
                return;
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // Replaced below.
        }

        Dispose();
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Prepare(NpgsqlConnection connection)
    {
        // Rows are always found by key: no statistics, stale or missing, may lead a plan to read a whole table. So one plan serves, made once.
        using (var settings = new NpgsqlCommand(
            """
            SET enable_seqscan = off;
            SET enable_hashjoin = off;
            SET enable_mergejoin = off;
            SET jit = off;
            SET plan_cache_mode = force_generic_plan;
            SET idle_in_transaction_session_timeout = '60s';
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
            """,
            connection))
        {
            settings.ExecuteNonQuery();
        }

        using var number = connection.Command(
            $"SELECT n FROM generate_series(0, 99999) n WHERE pg_try_advisory_lock({LockWriters}, n) LIMIT 1", []);
        Number = (int)number.ExecuteScalar()!;
    }
}
