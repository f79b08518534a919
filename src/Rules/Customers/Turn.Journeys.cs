using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>The instance as the last event on one left it: one that is in the state already needs no further event.</summary>
    private JourneyInstance? _emitted;

    private void AdvanceJourneys(TypePlan plan, TouchpointEffects effects)
    {
        foreach (var journey in plan.Journeys)
        {
            AdvanceJourneys(journey, effects);
        }
    }

    private void AdvanceJourneys(JourneyPlan plan, TouchpointEffects effects)
    {
        var touchpoint = effects.Touchpoint;
        var recovers = Any(plan.Recovery, touchpoint);
        effects.Recovers |= recovers;
        if (Any(plan.Contacts, touchpoint))
        {
            Emit(new ContactMade { At = At, OwnAt = touchpoint.At });
        }

        string? correlation = null;
        if (plan.Journey.InstanceBy is { } by)
        {
            var value = touchpoint.Attributes[by];
            if (value.Kind == ScalarKind.None)
            {
                return;
            }

            correlation = ShortNames.Of(value.ToString());
        }
        else if (!plan.Named && !plan.Journey.Expectations.Any(e => e.By is { } name && touchpoint.Attributes[name].Kind != ScalarKind.None))
        {
            return;
        }

        var instance = Find(plan.Journey.Id, correlation);
        var began = false;
        if (instance is null || (!instance.IsOpen && plan.Journey.Reentry && touchpoint.At > (instance.ClosedAt ?? instance.TouchedAt)))
        {
            if (Begin(plan, effects, correlation, instance) is { } begun)
            {
                (instance, began) = (begun, true);
            }
        }

        if (instance is null)
        {
            return;
        }

        instance = instance with { TouchedAt = At };
        if (instance.IsOpen && !began)
        {
            instance = Move(plan, effects, instance);
        }

        if (instance.IsOpen)
        {
            instance = Expect(plan, effects, instance);
            instance = Close(plan, effects, instance);
        }
        else
        {
            instance = MeetLate(plan, effects, instance);
        }

        if (!ReferenceEquals(_emitted, instance))
        {
            Emit(new InstanceChanged { At = At, Change = InstanceChange.Touched, Instance = instance });
        }

        if (recovers)
        {
            effects.PutRight = effects.PutRight.Add(instance);
        }

        effects.Instances = effects.Instances.Add((plan.Journey, instance));
    }

    private JourneyInstance? Begin(JourneyPlan plan, TouchpointEffects effects, string? correlation, JourneyInstance? before)
    {
        foreach (var (index, match) in plan.Enters)
        {
            var stage = plan.Journey.Stages[index];
            if ((index == 0 || stage.Start) && match.FieldsMatch(effects.Touchpoint))
            {
                var instance = new JourneyInstance
                {
                    Journey = plan.Journey.Id,
                    Correlation = correlation,
                    Run = (before?.Run ?? 0) + 1,
                    Stage = stage.Id,
                    Since = At,
                    StartedAt = At,
                    TouchedAt = At,
                    Path = [stage.Id],
                };
                Emit(new InstanceChanged { At = At, Change = InstanceChange.Started, Instance = instance });
                return Entered(stage, effects, instance);
            }
        }

        return null;
    }

    // Forward through the stages; back only to one that may be revisited, and never by a late touchpoint.
    private JourneyInstance Move(JourneyPlan plan, TouchpointEffects effects, JourneyInstance instance)
    {
        var current = IndexOf(plan.Journey, instance.Stage);
        foreach (var (index, match) in plan.Enters)
        {
            var stage = plan.Journey.Stages[index];
            var allowed = index > current || (index < current && stage.Revisit && effects.Touchpoint.At >= instance.Since);
            if (allowed && match.FieldsMatch(effects.Touchpoint))
            {
                effects.Left = effects.Left.Add(instance);
                var path = instance.Path.Remove(stage.Id, StringComparer.Ordinal).Add(stage.Id);
                return Entered(stage, effects, instance with { Stage = stage.Id, Since = At, Path = path });
            }
        }

        return instance;
    }

    private JourneyInstance Entered(StageDefinition stage, TouchpointEffects effects, JourneyInstance instance)
    {
        Emit(new InstanceChanged { At = At, Change = InstanceChange.StageEntered, Instance = instance });
        effects.Entered = effects.Entered.Add(instance);
        Stay(effects, instance);
        if (stage.Goal && instance.GoalAt is null)
        {
            instance = instance with { GoalAt = At };
            Emit(new InstanceChanged { At = At, Change = InstanceChange.GoalReached, Instance = instance });
        }

        return instance;
    }

    private JourneyInstance Close(JourneyPlan plan, TouchpointEffects effects, JourneyInstance instance)
    {
        var left = Any(plan.Leaves, effects.Touchpoint);
        var index = IndexOf(plan.Journey, instance.Stage);
        if (!left && (index < 0 || !plan.Journey.Stages[index].End))
        {
            return instance;
        }

        foreach (var pending in instance.Expectations)
        {
            if (pending.Status == ExpectationStatus.Waiting
                && plan.Journey.Expectations.FirstOrDefault(e => e.Id == pending.Expectation) is { } definition)
            {
                instance = instance with { Expectations = instance.Expectations.Remove(pending) };
                Emit(new ExpectationChanged
                {
                    At = At,
                    Change = ExpectationChange.Cancelled,
                    Expectation = definition,
                    DueAt = pending.DueAt,
                    Instance = instance,
                });
            }
        }

        LeaveStage(instance);
        effects.Left = left ? effects.Left.Add(instance) : effects.Left;
        instance = instance with { Status = left ? InstanceStatus.Exited : InstanceStatus.Ended, ClosedAt = effects.Touchpoint.At };
        Emit(new InstanceChanged { At = At, Change = left ? InstanceChange.Exited : InstanceChange.Ended, Instance = instance });
        return instance;
    }

    /// <summary>The latest run of that instance.</summary>
    private JourneyInstance? Find(string journey, string? correlation)
    {
        JourneyInstance? found = null;
        foreach (var instance in _fold.Instances)
        {
            if (string.Equals(instance.Journey, journey, StringComparison.Ordinal)
                && string.Equals(instance.Correlation, correlation, StringComparison.Ordinal)
                && (found is null || instance.Run > found.Run))
            {
                found = instance;
            }
        }

        return found;
    }

    private static int IndexOf(JourneyDefinition journey, string stage)
    {
        for (var i = 0; i < journey.Stages.Length; i++)
        {
            if (string.Equals(journey.Stages[i].Id, stage, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Any(System.Collections.Immutable.ImmutableArray<TouchpointMatch> matches, Touchpoint touchpoint)
    {
        foreach (var match in matches)
        {
            if (match.FieldsMatch(touchpoint))
            {
                return true;
            }
        }

        return false;
    }
}
