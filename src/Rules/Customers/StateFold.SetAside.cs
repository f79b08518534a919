using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class StateFold
{
    private void SetAside(TimerSetAside e)
    {
        var timer = e.Timer;
        SetAsideTimers = Bounded(SetAsideTimers, timer, CustomerState.SetAsideMax);
        switch (timer.Kind)
        {
            case TimerKind.Wait:
                Waits = Without(Waits, timer.Wait!);
                break;
            case TimerKind.Expectation:
                ChangeExpectation(timer, static (i, pending) => i with { Expectations = i.Expectations.RemoveAll(x => x.Expectation == pending.Expectation) });
                break;
            case TimerKind.LowPointFades:
                LowPoints = [.. LowPoints.Select(p => p.Key == timer.Point ? p with { FadesAt = e.At + CustomerState.SetAsidePoint } : p)];
                break;
            case TimerKind.HighPointFades:
                HighPoints = [.. HighPoints.Select(p => p.Key == timer.Point ? p with { FadesAt = e.At + CustomerState.SetAsidePoint } : p)];
                break;
            case TimerKind.RiskReview:
                RiskReviewAt = null;
                break;
            default:
                MetricReviewAt = null;
                break;
        }
    }

    // It fires at once.
    private void Retry(TimerRetried e)
    {
        var timer = e.Timer;
        SetAsideTimers = SetAsideTimers.RemoveAll(t => t.Number == timer.Number && t.Of == timer.Of);
        switch (timer.Kind)
        {
            case TimerKind.Wait:
                Waits = Put(Waits, timer.Wait! with { DueAt = e.At });
                break;
            case TimerKind.Expectation:
                ChangeExpectation(timer, static (i, pending) => i.Expectations.Any(x => x.Expectation == pending.Expectation) ? i : i with { Expectations = i.Expectations.Add(pending) });
                break;
            case TimerKind.LowPointFades:
                LowPoints = [.. LowPoints.Select(p => p.Key == timer.Point && p.IsOpen ? p with { FadesAt = e.At } : p)];
                break;
            case TimerKind.HighPointFades:
                HighPoints = [.. HighPoints.Select(p => p.Key == timer.Point && p.IsOpen ? p with { FadesAt = e.At } : p)];
                break;
            case TimerKind.RiskReview:
                RiskReviewAt = e.At;
                break;
            default:
                MetricReviewAt = e.At;
                break;
        }
    }

    private void ChangeExpectation(SetAsideTimer timer, Func<JourneyInstance, PendingExpectation, JourneyInstance> change) =>
        Instances =
        [
            .. Instances.Select(i => i.Run == timer.Run && string.Equals(i.Journey, timer.Journey, StringComparison.Ordinal)
                && string.Equals(i.Correlation, timer.Correlation, StringComparison.Ordinal) ? change(i, timer.Expectation!) : i),
        ];
}
