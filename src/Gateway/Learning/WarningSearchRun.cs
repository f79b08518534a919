using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Learning;
using CxOrchestrator.Gateway.Running;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Learning;

/// <summary>A search for warnings that waits or runs here.</summary>
internal sealed class WarningSearchRun(WarningSearchView view, TouchpointMatch outcome) : QueuedRun(view.Id)
{
    public const string WaitingStep = "waiting";
    public const string ReadingStep = "reading";
    public const string SearchingStep = "searching";
    public const string TryingStep = "trying";
    public const string DoneStep = "done";

    private WarningSearchView _view = view;
    private long _customers;
    private long? _total;

    public static IReadOnlyList<string> Steps { get; } = [WaitingStep, ReadingStep, SearchingStep, TryingStep, DoneStep];

    public WarningSearchView View => _view;

    public TouchpointMatch Outcome => outcome;

    public override string Json => JsonSerializer.Serialize(Now, ApiJson.Default.WarningSearchView);

    private WarningSearchView Now => _view with { Progress = _view.Progress with { Customers = Interlocked.Read(ref _customers), CustomersTotal = _total } };

    /// <summary>Another step begins.</summary>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    /// <param name="total">Customers that it goes through; null: not known.</param>
    public void Step(string step, long? total)
    {
        Interlocked.Exchange(ref _customers, 0);
        _total = total;
        _view = _view with { Progress = _view.Progress with { Step = step } };
    }

    public void CustomerDone() => Interlocked.Increment(ref _customers);

    public override void Begin() => _view = _view with { State = RunStates.Running };

    public override void End(string state, string? failure, DateTimeOffset at)
    {
        _view = Now with { State = state, Failure = failure, FinishedAt = at };
        if (state == RunStates.Done)
        {
            _view = _view with { Progress = _view.Progress with { Step = DoneStep } };
        }
    }

    public static WarningSearchView Of(StoredRun stored, DateTimeOffset now)
    {
        var view = JsonSerializer.Deserialize(stored.View, ApiJson.Default.WarningSearchView)!;
        if (stored.Ended)
        {
            return stored.Report is null ? view : view with { Report = JsonSerializer.Deserialize(stored.Report, ApiJson.Default.WarningSearchReport) };
        }

        return RunStates.IsGone(stored, now) ? view with { State = RunStates.Failed, FinishedAt = stored.SeenAt, Failure = RunStates.Gone } : view;
    }
}
