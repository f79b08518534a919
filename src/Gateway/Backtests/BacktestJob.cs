using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Gateway.Running;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>A backtest that waits or runs here.</summary>
internal sealed class BacktestJob(BacktestView view, TriedSets sets, string? path) : QueuedRun(view.Id)
{
    public TriedSets Sets => sets;

    /// <summary>The uploaded file; null: what was recorded here.</summary>
    public string? Path => path;

    public BacktestView View { get; set; } = view;

    /// <summary>Null while it waits.</summary>
    public Backtest? Running { get; set; }

    public override string Json => JsonSerializer.Serialize(Now, ApiJson.Default.BacktestView);

    private BacktestView Now => Running is { } running ? View with { Progress = running.Progress } : View;

    public override void Begin() => View = View with { State = RunStates.Running, Progress = View.Progress with { Step = path is null ? BacktestSteps.Running : BacktestSteps.Reading } };

    public override void End(string state, string? failure, DateTimeOffset at) => View = Now with { State = state, Failure = failure, FinishedAt = at };
}
