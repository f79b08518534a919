using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Running;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>How stored backtests are shown.</summary>
internal static class BacktestStates
{
    /// <summary>How much counts where nobody says.</summary>
    public static readonly TimeSpan PeriodDefault = TimeSpan.FromDays(30);

    public static BacktestView Of(StoredRun stored, DateTimeOffset now)
    {
        var view = JsonSerializer.Deserialize(stored.View, ApiJson.Default.BacktestView)!;
        if (stored.Ended)
        {
            return stored.Report is null ? view : view with { Report = JsonSerializer.Deserialize(stored.Report, ApiJson.Default.BacktestReport) };
        }

        return RunStates.IsGone(stored, now) ? view with { State = RunStates.Failed, FinishedAt = stored.SeenAt, Failure = RunStates.Gone } : view;
    }
}
