using System.Diagnostics;
using Npgsql;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>Waits for what only the server can tell.</summary>
internal static class Waits
{
    /// <summary>Until somebody in the database waits for a lock.</summary>
    public static Task ForLockAsync(string connectionString) => UntilAsync(
        connectionString, "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", "somebody to wait for a lock");

    public static async Task UntilAsync(string connectionString, string sql, string what)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            await using (var command = source.CreateCommand(sql))
            {
                if (await command.ExecuteScalarAsync() is true)
                {
                    return;
                }
            }

            Assert.True(watch.Elapsed < WatchedClock.Patience, $"Waited in vain for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
