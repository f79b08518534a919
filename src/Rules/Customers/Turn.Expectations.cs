using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private JourneyInstance Expect(JourneyPlan plan, TouchpointEffects effects, JourneyInstance instance)
    {
        var touchpoint = effects.Touchpoint;
        foreach (var (expectation, match) in plan.Arms)
        {
            if (match.FieldsMatch(touchpoint))
            {
                instance = Arm(plan.Journey, expectation, touchpoint, instance);
            }
        }

        NoteUnreadTimes(plan.Journey, touchpoint);
        foreach (var expectation in plan.Journey.Expectations)
        {
            if (expectation.By is { } attribute && touchpoint.Attributes[attribute].Kind != ScalarKind.None)
            {
                instance = MoveExpectation(plan.Journey, expectation, touchpoint, instance);
            }
        }

        foreach (var (expectation, match) in plan.Meets)
        {
            if (match.FieldsMatch(touchpoint))
            {
                instance = Meet(expectation, effects, instance);
            }
        }

        return instance;
    }

    private void NoteUnreadTimes(JourneyDefinition journey, Touchpoint touchpoint)
    {
        string? noted = null;
        foreach (var expectation in journey.Expectations)
        {
            if (expectation.By is { } attribute && attribute != noted && touchpoint.Attributes[attribute] is { Kind: not ScalarKind.None } value
                && Due(journey, expectation, touchpoint, touchpoint.At) is null)
            {
                noted = attribute;
                Emit(ValueUnread.Of(At, attribute, value, "not a time: send a date such as 2026-03-06, or a time with its offset such as 2026-03-06T18:00:00+01:00"));
            }
        }
    }

    // What ended may still be put right: the late order arrives after its review closed the journey.
    private JourneyInstance MeetLate(JourneyPlan plan, TouchpointEffects effects, JourneyInstance instance)
    {
        foreach (var (expectation, match) in plan.Meets)
        {
            if (IndexOf(instance, expectation) is >= 0 and var index
                && instance.Expectations[index].Status == ExpectationStatus.Missed
                && match.FieldsMatch(effects.Touchpoint))
            {
                instance = Meet(expectation, effects, instance);
            }
        }

        return instance;
    }

    private JourneyInstance Arm(JourneyDefinition journey, ExpectationDefinition expectation, Touchpoint touchpoint, JourneyInstance instance)
    {
        var index = IndexOf(instance, expectation);
        var pending = index < 0 ? null : instance.Expectations[index];
        if (Due(journey, expectation, touchpoint, touchpoint.At) is not { } due)
        {
            return instance;
        }

        // Waiting: the first arming counts (an expectation moves by its attribute). Met: only what came after that starts a new wait.
        // Missed: only what came after the miss does.
        var arms = pending?.Status switch
        {
            null => true,
            ExpectationStatus.Waiting => false,
            ExpectationStatus.Met => touchpoint.At > pending.MetAt,
            _ => touchpoint.At > pending.DueAt,
        };
        if (!arms || (pending is null && instance.Expectations.Length >= JourneyInstance.ExpectationsMax))
        {
            return instance;
        }

        return Set(expectation, ExpectationChange.Set, due, touchpoint, touchpoint.At, instance, index);
    }

    private JourneyInstance MoveExpectation(JourneyDefinition journey, ExpectationDefinition expectation, Touchpoint touchpoint, JourneyInstance instance)
    {
        var index = IndexOf(instance, expectation);
        var armedAt = index < 0 ? touchpoint.At : instance.Expectations[index].ArmedAt ?? instance.Expectations[index].SetAt;
        if (Due(journey, expectation, touchpoint, armedAt) is not { } due)
        {
            return instance;
        }

        if (index < 0)
        {
            // An expectation set later than the touchpoint that should have carried it.
            return instance.Expectations.Length < JourneyInstance.ExpectationsMax
                ? Set(expectation, ExpectationChange.Set, due, touchpoint, armedAt, instance, index)
                : instance;
        }

        var pending = instance.Expectations[index];
        return pending.Status == ExpectationStatus.Met || touchpoint.At < pending.SetAt || due == pending.DueAt
            ? instance
            : Set(expectation, ExpectationChange.Moved, due, touchpoint, armedAt, instance, index);
    }

    private JourneyInstance Set(
        ExpectationDefinition expectation, ExpectationChange change, DateTimeOffset due, Touchpoint touchpoint, DateTimeOffset armedAt, JourneyInstance instance, int index)
    {
        var pending = new PendingExpectation
        {
            Expectation = expectation.Id,
            DueAt = due,
            Status = ExpectationStatus.Waiting,
            SetAt = touchpoint.At,
            ArmedAt = expectation.Share < 100 && armedAt != touchpoint.At ? armedAt : null,
        };
        return Changed(expectation, change, due, instance, index, pending);
    }

    private JourneyInstance Meet(ExpectationDefinition expectation, TouchpointEffects effects, JourneyInstance instance)
    {
        var index = IndexOf(instance, expectation);
        var pending = index < 0 ? null : instance.Expectations[index];
        var at = effects.Touchpoint.At;
        switch (pending?.Status)
        {
            case ExpectationStatus.Met:
                return instance;
            case ExpectationStatus.Waiting:
                return Changed(expectation, ExpectationChange.Met, pending.DueAt, instance, index, pending with { Status = ExpectationStatus.Met, MetAt = at });
            case ExpectationStatus.Missed:
                instance = Changed(expectation, ExpectationChange.MetLate, pending.DueAt, instance, index, pending with { Status = ExpectationStatus.Met, MetAt = at });
                effects.PutRight = effects.PutRight.Add(instance);
                return instance;
            default:
                return instance.Expectations.Length >= JourneyInstance.ExpectationsMax
                    ? instance
                    : Changed(expectation, ExpectationChange.MetBefore, at, instance, index, new PendingExpectation
                    {
                        Expectation = expectation.Id,
                        DueAt = at,
                        Status = ExpectationStatus.Met,
                        SetAt = at,
                        MetAt = at,
                    });
        }
    }

    private JourneyInstance Changed(
        ExpectationDefinition expectation, ExpectationChange change, DateTimeOffset due, JourneyInstance instance, int index, PendingExpectation pending)
    {
        instance = instance with
        {
            Expectations = index < 0 ? instance.Expectations.Add(pending) : instance.Expectations.SetItem(index, pending),
        };
        Emit(new ExpectationChanged { At = At, Change = change, Expectation = expectation, DueAt = due, Instance = instance });
        return instance;
    }

    private static DateTimeOffset? Due(JourneyDefinition journey, ExpectationDefinition expectation, Touchpoint touchpoint, DateTimeOffset armedAt) =>
        expectation.Within is { } within ? touchpoint.At + within
        : touchpoint.Attributes[expectation.By!] is { Kind: ScalarKind.Text } value && DueTimes.Parse(value.Text!, journey.TimeZone) is { } named ? expectation.DueBy(armedAt, named)
        : null;

    private static int IndexOf(JourneyInstance instance, ExpectationDefinition expectation)
    {
        for (var i = 0; i < instance.Expectations.Length; i++)
        {
            if (string.Equals(instance.Expectations[i].Expectation, expectation.Id, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
