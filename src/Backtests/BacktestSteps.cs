namespace CxOrchestrator.Backtests;

/// <summary>What a backtest is at, as its progress says it.</summary>
public static class BacktestSteps
{
    public const string Waiting = "waiting";

    /// <summary>A file is read through.</summary>
    public const string Reading = "reading";

    /// <summary>Customers are simulated.</summary>
    public const string Running = "running";

    /// <summary>Who gets contested limits is settled.</summary>
    public const string Limits = "limits";

    public const string Samples = "samples";

    public const string Done = "done";
}
