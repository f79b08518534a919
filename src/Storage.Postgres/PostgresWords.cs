using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Why a database cannot be used, with the cure; no password is ever in it.</summary>
public static class PostgresWords
{
    public static string Of(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"PostgreSQL refuses the user or the password: {refused.MessageText}. Correct Username and Password in Postgres:ConnectionString, or pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing =>
            $"PostgreSQL has no such database: {missing.MessageText}. Create it (createdb), or correct Database in Postgres:ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"PostgreSQL does not let this user make or change the tables: {refused.MessageText}. Make the user the database's owner, or run cx migrate as one who may and start with Postgres:Migrate=false.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "PostgreSQL has no connection left. Raise max_connections, or lower Postgres:ReadConnections and Postgres:WriterConnections.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of PostgreSQL is full. Make room, and start again.",
        PostgresException known => $"PostgreSQL answered {known.SqlState}: {known.MessageText}. Its log says more.",
        _ => $"PostgreSQL cannot be reached: {exception.Message}. Check that it runs, and Host and Port in Postgres:ConnectionString.",
    };
}
