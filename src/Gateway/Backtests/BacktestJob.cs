using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>A backtest that waits or runs here.</summary>
internal sealed class BacktestJob(BacktestView view, TriedSets sets, string? path) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    public string Id { get; } = view.Id;

    public TriedSets Sets => sets;

    /// <summary>The uploaded file; null: what was recorded here.</summary>
    public string? Path => path;

    public BacktestView View { get; set; } = view;

    /// <summary>Null while it waits.</summary>
    public Backtest? Running { get; set; }

    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>As it is now.</summary>
    public BacktestView Now => Running is { } running ? View with { Progress = running.Progress } : View;

    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}
