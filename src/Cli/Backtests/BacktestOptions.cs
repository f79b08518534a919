namespace CxOrchestrator.Cli.Backtests;

internal sealed record BacktestOptions
{
    /// <summary>Documents to try: the whole set.</summary>
    public required string Definitions { get; init; }

    /// <summary>The set to compare with; null: none, as if nothing were published.</summary>
    public string? Against { get; init; }

    /// <summary>File of touchpoints; null: the history of an installation.</summary>
    public string? Events { get; init; }

    /// <summary>Data folder of an embedded installation, or a database's connection string.</summary>
    public string? Store { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Policies to tell of; none: those that differ.</summary>
    public string[] Policies { get; init; } = [];

    /// <summary>File for the report as JSON; null: none.</summary>
    public string? Out { get; init; }

    public int Workers { get; init; } = Environment.ProcessorCount;
}
