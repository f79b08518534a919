using System.Net.Sockets;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>The cause of a failure.</summary>
public enum PostgresFault
{
    /// <summary>What was to be written: the same fails again.</summary>
    Operation,

    /// <summary>The month of a history entry has no partition.</summary>
    NoPartition,

    /// <summary>Another transaction was in the way: the same works at once.</summary>
    Contended,

    /// <summary>The database is away, full, stopping or read-only: the same works later.</summary>
    Unwell,
}

public static class PostgresFaults
{
    private const string IdleInTransaction = "25P03";

    public static PostgresFault Of(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => PostgresFault.Contended,
        PostgresException { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: null } => PostgresFault.NoPartition,
        PostgresException known => IsUnwell(known.SqlState) ? PostgresFault.Unwell : PostgresFault.Operation,

        // A value that cannot be sent is wrapped too, and says so within.
        NpgsqlException or IOException or SocketException or TimeoutException => exception.InnerException is ArgumentException or InvalidCastException ? PostgresFault.Operation : PostgresFault.Unwell,
        _ => PostgresFault.Operation,
    };

    /// <summary>Whether a transaction may have been committed although its commit, once sent, ended so.</summary>
    public static bool LeavesOutcomeOpen(Exception exception) => exception is not PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>What is wrong with the database, and what to do; null where it is nothing of it.</summary>
    public static string? Words(Exception exception) => Of(exception) != PostgresFault.Unwell ? null : exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the database is full: nothing is stored, and touchpoints wait. Make room; it goes on by itself.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "The database is read-only: nothing is stored, and touchpoints wait. Let Postgres:ConnectionString name the primary.",
        PostgresException { SqlState: ['2', '8', ..] } => "The database refuses the user or the password of Postgres:ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The database has no connection left. Raise max_connections, or lower Postgres:ReadConnections and Postgres:WriterConnections.",
        PostgresException known => $"The database does not take writes (SQLSTATE {known.SqlState}). Its log says why.",
        _ => "The database cannot be reached: nothing is stored, and touchpoints wait. Check that it runs and Postgres:ConnectionString.",
    };

    private static bool IsUnwell(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) // connection
        || state.StartsWith("53", StringComparison.Ordinal) // disk, memory, connections
        || state.StartsWith("57", StringComparison.Ordinal) // stopping, starting, cancelled
        || state.StartsWith("58", StringComparison.Ordinal) // its machine
        || state.StartsWith("28", StringComparison.Ordinal) // credentials being changed
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or IdleInTransaction
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable;
}
