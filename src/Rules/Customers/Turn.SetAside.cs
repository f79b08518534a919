using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Timers on which the core fails: put aside instead of failing whatever the customer does next, and tried again when somebody asks.</summary>
internal sealed partial class Turn
{
    /// <summary>Type of the touchpoint that tries a timer again; of the source <see cref="DerivedSource"/> alone.</summary>
    public const string RetryType = "timer.retry";

    /// <summary>Its attribute with the timer's number.</summary>
    public const string RetryAttribute = "timer";

    public Receipt SetAside(SetTimerAside input)
    {
        if (CustomerTimers.Next(State) is not { } timer)
        {
            return Receipt.Nothing;
        }

        SetAside(timer, input.Reason);
        return Receipt.Applied;
    }

    private void SetAside(CustomerTimer timer, string reason)
    {
        var first = BeginStep(Later(timer.DueAt, _fold.EffectiveAt));
        Emit(new TimerSetAside { At = At, Timer = Of(timer), Reason = reason });
        EndStep(StepKind.Timer, first);
    }

    private SetAsideTimer Of(CustomerTimer timer)
    {
        var made = new SetAsideTimer { Number = _fold.Sequence, Kind = timer.Kind, DueAt = timer.DueAt };
        switch (timer.Kind)
        {
            case TimerKind.Wait:
                return made with { Wait = _fold.Waits[timer.Instance] };
            case TimerKind.Expectation:
                var instance = _fold.Instances[timer.Instance];
                return made with { Expectation = instance.Expectations[timer.Expectation], Journey = instance.Journey, Correlation = instance.Correlation, Run = instance.Run };
            default:
                return made with { Point = timer.Id.Length > 0 ? timer.Id : null };
        }
    }

    private void RetryTimer(Touchpoint touchpoint)
    {
        foreach (var timer in _fold.SetAsideTimers)
        {
            if (touchpoint.Attributes[RetryAttribute] is { Kind: ScalarKind.Number } number && timer.Number == (long)number.Number
                && (timer.Of ?? State.Customer) == touchpoint.Customer)
            {
                Emit(new TimerRetried { At = At, Timer = timer });
                return;
            }
        }
    }
}
