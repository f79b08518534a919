using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>Type of the touchpoint that tells of a miss.</summary>
    public const string MissedType = "expectation.missed";

    /// <summary>Source of derived touchpoints.</summary>
    public const string DerivedSource = "cx";

    /// <summary>Fires what is due by then, in the order (due, kind, id); true where anything was.</summary>
    private bool FireDue(DateTimeOffset upTo, bool setAside, int most = FiringsMax)
    {
        var fired = 0;
        while (fired < most && CustomerTimers.Next(State) is { } timer && timer.DueAt <= upTo)
        {
            fired++;
            var (before, events, steps, held, faults) = (State, _events.Count, _steps.Count, _held, _faults);
            try
            {
                BeginMetrics();
                var first = BeginStep(Later(timer.DueAt, _fold.EffectiveAt));
                Fire(timer);
                EndStep(StepKind.Timer, first);
            }
#pragma warning disable CA1031 // Whatever the core fails with, one timer must not stop its customer.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!setAside)
                {
                    throw new TimerFaultException(exception);
                }

                (_fold, _held, _faults, _emitted) = (new StateFold(before), held, faults, null);
                _events.Count = events;
                _steps.Count = steps;
                _candidates.Clear();
                _facts.Clear();
                SetAside(timer, $"{exception.GetType().Name}: {exception.Message}");
            }
        }

        return fired > 0;
    }

    private void Fire(CustomerTimer timer)
    {
        switch (timer.Kind)
        {
            case TimerKind.Expectation:
                Miss(timer);
                break;
            case TimerKind.LowPointFades:
                var low = _fold.LowPoints.First(p => p.Key == timer.Id) with { ClosedAt = At, Outcome = LowPointOutcome.Faded };
                Emit(new LowPointChanged { At = At, Change = PointChange.Faded, Point = low });
                DecidePointPolicies([(PointChange.Faded, low)], [], null);
                break;
            case TimerKind.HighPointFades:
                var high = _fold.HighPoints.First(p => p.Key == timer.Id) with { ClosedAt = At };
                Emit(new HighPointChanged { At = At, Change = PointChange.Faded, Point = high });
                DecidePointPolicies([], [(PointChange.Faded, high)], null);
                break;
            case TimerKind.RiskReview:
                // The step itself looks at risk again and sets the next review.
                Emit(new RiskReviewSet { At = At, ReviewAt = null });
                break;
            case TimerKind.Wait:
                FireWait(_fold.Waits[timer.Instance]);
                break;
            case TimerKind.MetricReview:
                Emit(new MetricReviewSet { At = At, ReviewAt = null });
                DecideCrossings();
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No firing of {timer.Kind}.");
        }
    }

    private void Miss(CustomerTimer timer)
    {
        var instance = _fold.Instances[timer.Instance];
        var pending = instance.Expectations[timer.Expectation];
        var journey = Definitions.Journey(instance.Journey);
        var definition = journey?.Expectations.FirstOrDefault(e => e.Id == pending.Expectation);
        if (journey is null || definition is null)
        {
            // The document no longer expects it: it is dropped without a word to the customer's mood.
            Emit(new InstanceChanged
            {
                At = At,
                Change = InstanceChange.Touched,
                Instance = instance with { Expectations = instance.Expectations.RemoveAt(timer.Expectation) },
            });
            return;
        }

        instance = instance with
        {
            Expectations = instance.Expectations.SetItem(timer.Expectation, pending with { Status = ExpectationStatus.Missed }),
        };
        Emit(new ExpectationChanged
        {
            At = At,
            Change = ExpectationChange.Missed,
            Expectation = definition,
            DueAt = pending.DueAt,
            Instance = instance,
        });
        Take(Derived(journey, instance, definition, pending), new MissedExpectation(instance, definition));
    }

    private Touchpoint Derived(JourneyDefinition journey, JourneyInstance instance, ExpectationDefinition expectation, PendingExpectation pending)
    {
        var attributes = new List<NamedValue>(5)
        {
            new("journey", Scalar.Of(journey.Id)),
            new("expectation", Scalar.Of(expectation.Id)),
            new("dueAt", Scalar.Of(Text(pending.DueAt))),
        };
        if (instance.Correlation is { } correlation)
        {
            attributes.Add(new("correlation", Scalar.Of(correlation)));
            attributes.Add(new(journey.InstanceBy ?? "correlation", Scalar.Of(correlation)));
        }

        return new Touchpoint
        {
            Identity = new(DerivedSource, $"missed:{journey.Id}/{instance.Correlation}/{instance.Run}/{expectation.Id}/{Text(pending.DueAt)}"),
            Type = MissedType,
            Customer = State.Customer,
            At = At,
            Attributes = AttributeSet.Of(attributes),
        };
    }

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
