using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>States of backtests, and how stored ones are shown.</summary>
internal static class BacktestStates
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";

    public static IReadOnlyList<string> All { get; } = [Waiting, Running, Done, Cancelled, Failed];

    /// <summary>How much counts where nobody says.</summary>
    public static readonly TimeSpan PeriodDefault = TimeSpan.FromDays(30);

    /// <summary>Not reported for this long: its runner is gone.</summary>
    private static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(1);

    public static BacktestView Of(StoredBacktest stored, DateTimeOffset now)
    {
        var view = JsonSerializer.Deserialize(stored.View, ApiJson.Default.BacktestView)!;
        if (stored.Ended)
        {
            return stored.Report is null ? view : view with { Report = JsonSerializer.Deserialize(stored.Report, ApiJson.Default.BacktestReport) };
        }

        return now - stored.SeenAt > GoneAfter
            ? view with { State = Failed, FinishedAt = stored.SeenAt, Failure = "The gateway that ran it is gone. Start it again." }
            : view;
    }
}
