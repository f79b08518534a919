using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>The store in PostgreSQL 15 or later, shared by all silos.</summary>
public sealed class PostgresOptions
{
    public const string Section = "Postgres";

    /// <summary>
    /// Where the database is, in Npgsql's words: <c>Host=db;Database=cx;Username=cx;Password=...</c>. Direct connections: a pooler that
    /// shares one between transactions does not carry the writers' session locks. No default.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Brings the database to this version at start. Without it a process whose version needs newer tables is not ready, says so, and waits for
    /// <c>cx migrate</c>. Default: true.
    /// </summary>
    public bool Migrate { get; set; } = true;

    /// <summary>How long a start waits for a database that cannot be reached before it ends with that. Default: 1 minute. Bound: 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections that write customers; each customer is written by one of them. Default: 4. Bound: 1 to 64.</summary>
    [Range(1, 64)]
    public int WriterConnections { get; set; } = 4;

    /// <summary>Connections for everything else; more requests wait for one. Default: 8. Bound: 2 to 256.</summary>
    [Range(2, 256)]
    public int ReadConnections { get; set; } = 8;

    /// <summary>Of the connections for everything else, how many load customers' rows at a time. Default: 2. Bound: 1 to 64.</summary>
    [Range(1, 64)]
    public int LoadConnections { get; set; } = 2;

    /// <summary>Most customers loaded with one statement. Default: 500. Bound: 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int LoadMax { get; set; } = 500;

    /// <summary>Most customers that wait to be loaded; more wait outside. Default: 20,000. Bound: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int LoadQueueMax { get; set; } = 20_000;

    /// <summary>Most operations written in one transaction. Default: 1,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int TransactionMax { get; set; } = 1_000;

    /// <summary>Bytes after which a transaction takes no further operation. Default: 8 MiB. Bound: 64 KiB to 256 MiB.</summary>
    [Range(1 << 16, 1 << 28)]
    public int TransactionMaxBytes { get; set; } = 8 << 20;

    /// <summary>Most write operations that wait for a writer; more wait outside. Default: 20,000. Bound: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int WriteQueueMax { get; set; } = 20_000;

    /// <summary>Bytes of write operations that wait for a writer, beyond which more wait outside. Default: 128 MiB. Bound: 1 MiB to 4 GiB.</summary>
    [Range(1L << 20, 4L << 30)]
    public long WriteQueueMaxBytes { get; set; } = 128L << 20;

    /// <summary>
    /// How long a transaction is tried again while the database is away or refuses for its own reasons; then its callers get the error, and try
    /// again themselves. Default: 15 seconds. Bound: 0 to 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a statement may take before its connection is given up. Default: 30 seconds. Bound: 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often months to come are made and months past the retention removed, by the system's clock. Default: 1 hour. Bound: 1 second to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MonthsEvery { get; set; } = TimeSpan.FromHours(1);
}

[OptionsValidator]
internal sealed partial class PostgresOptionsValidator : IValidateOptions<PostgresOptions>;

/// <summary>Finds out at start what Npgsql would say of the connection string later.</summary>
internal sealed class PostgresConnectionValidator : IValidateOptions<PostgresOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            return string.IsNullOrEmpty(parsed.Host) ? ValidateOptionsResult.Fail($"{PostgresOptions.Section}:{nameof(PostgresOptions.ConnectionString)} names no Host.") : ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // What it says names the keyword, never a value: no password comes into a log.
            return ValidateOptionsResult.Fail($"{PostgresOptions.Section}:{nameof(PostgresOptions.ConnectionString)} cannot be read: {exception.Message}");
        }
    }
}
