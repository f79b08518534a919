using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>What events mean to somebody who reads a customer's history.</summary>
public static class HistoryMarks
{
    public static ImmutableArray<HistoryMark> Of(ReadOnlySpan<CustomerEvent> events, CompiledDefinitions definitions)
    {
        var marks = ImmutableArray.CreateBuilder<HistoryMark>();
        foreach (var @event in events)
        {
            if (Of(@event, definitions) is { } mark)
            {
                marks.Add(mark);
            }
        }

        return marks.DrainToImmutable();
    }

    private static HistoryMark? Of(CustomerEvent @event, CompiledDefinitions definitions) => @event switch
    {
        InstanceChanged e => Of(e, definitions),
        ExpectationChanged e => Of(e),
        LowPointChanged e => Point(e, LowKind(e), e.Point.Journey, e.Point.Correlation, e.Point.Causes[0].Text, e.Point.Depth),
        HighPointChanged e => Point(
            e, e.Change == PointChange.Opened ? HistoryMarkKind.HighPointOpened : HistoryMarkKind.HighPointClosed,
            e.Point.Journey, e.Point.Correlation, e.Point.Cause.Text, e.Point.Height),
        ActionDecided e => new HistoryMark
        {
            Kind = HistoryMarkKind.ActionDecided,
            At = e.At,
            Journey = e.Action.Journey,
            Correlation = e.Action.Correlation,
            Name = e.Action.Id,
            Text = $"{e.Action.Kind}: {definitions.Policy(e.Action.Policy)?.Name ?? e.Action.Policy}",
        },
        PolicyDecided { Decision.Outcome: PolicyOutcome.Held or PolicyOutcome.ControlGroup } e => new HistoryMark
        {
            Kind = HistoryMarkKind.PolicyHeld,
            At = e.At,
            Journey = e.Decision.Journey,
            Correlation = e.Decision.Correlation,
            Name = e.Decision.Policy,
            Text = definitions.Policy(e.Decision.Policy)?.Name,
            DueAt = e.Decision.NextAt,
        },
        ActionAnswered e => new HistoryMark
        {
            Kind = e.Answer.Result switch
            {
                AdmissionResult.Admitted => HistoryMarkKind.ActionAdmitted,
                AdmissionResult.Held => HistoryMarkKind.ActionHeld,
                _ => HistoryMarkKind.ActionRefused,
            },
            At = e.Answer.At,
            Name = e.Answer.Action,
            Text = e.Answer.Reason switch
            {
                HoldReason.None => e.Answer.Limit,
                HoldReason.Cooldown => "the policy acted too recently",
                HoldReason.Consent => "no consent",
                HoldReason.Expired => "too old to send",
                _ => e.Answer.Limit,
            },
            DueAt = e.Answer.NextAt,
        },
        WaitChanged e => Of(e, definitions),
        ValueUnread e => new HistoryMark
        {
            Kind = HistoryMarkKind.ValueUnread,
            At = e.At,
            Name = e.Field,
            Text = e.Value is { } value ? $"{e.Field} '{value}': {e.Why}" : $"{e.Field}: {e.Why}",
        },
        StateTrimmed e => new HistoryMark { Kind = HistoryMarkKind.StateTrimmed, At = e.At, Text = e.What },
        ProfileChanged e => new HistoryMark { Kind = HistoryMarkKind.ProfileChanged, At = e.At },
        CustomersMerged e => new HistoryMark
        {
            Kind = e.Change == MergeChange.Merged ? HistoryMarkKind.CustomerMerged : HistoryMarkKind.CustomerUnmerged,
            At = e.At,
            Name = e.Other.Value,
        },
        _ => null,
    };

    /// <summary>What a timer did that nothing else tells of; null where it says so itself.</summary>
    public static HistoryMark? OfTimer(ReadOnlySpan<CustomerEvent> events)
    {
        foreach (var @event in events)
        {
            switch (@event)
            {
                case InstanceChanged { Change: InstanceChange.Touched } e:
                    return new HistoryMark
                    {
                        Kind = HistoryMarkKind.WaitDropped,
                        At = e.At,
                        Journey = e.Instance.Journey,
                        Correlation = e.Instance.Correlation,
                        Text = "the journey no longer expects it",
                    };
                case RiskReviewSet e:
                    return new HistoryMark { Kind = HistoryMarkKind.Reviewed, At = e.At, Text = "risk" };
                case MetricReviewSet e:
                    return new HistoryMark { Kind = HistoryMarkKind.Reviewed, At = e.At, Text = "metrics that policies wait for" };
            }
        }

        return null;
    }

    private static HistoryMark? Of(WaitChanged e, CompiledDefinitions definitions)
    {
        HistoryMarkKind? kind = e.Change switch
        {
            WaitChange.Fired => HistoryMarkKind.WaitFired,
            WaitChange.Held => HistoryMarkKind.WaitHeld,
            WaitChange.Dropped => HistoryMarkKind.WaitDropped,
            _ => null,
        };
        if (kind is not { } known)
        {
            return null;
        }

        var name = e.Wait.Policy is { } policy ? definitions.Policy(policy)?.Name ?? policy : null;
        return new HistoryMark
        {
            Kind = known,
            At = e.At,
            Journey = e.Wait.Journey,
            Correlation = e.Wait.Instance,
            Name = e.Wait.Policy,
            Text = (name, e.Note) switch
            {
                ({ } n, { } note) => $"{n}: {note}",
                _ => name ?? e.Note,
            },
            DueAt = known == HistoryMarkKind.WaitHeld ? e.Wait.DueAt : null,
        };
    }

    private static HistoryMark? Of(InstanceChanged e, CompiledDefinitions definitions)
    {
        HistoryMarkKind? kind = e.Change switch
        {
            InstanceChange.Started => HistoryMarkKind.InstanceStarted,
            InstanceChange.StageEntered => HistoryMarkKind.StageEntered,
            InstanceChange.Ended => HistoryMarkKind.InstanceEnded,
            InstanceChange.Exited => HistoryMarkKind.InstanceExited,
            InstanceChange.GoalReached => HistoryMarkKind.GoalReached,
            _ => null,
        };
        var stage = definitions.Journey(e.Instance.Journey)?.Stages.FirstOrDefault(s => s.Id == e.Instance.Stage);
        return kind is not { } known ? null : new HistoryMark
        {
            Kind = known,
            At = e.At,
            Journey = e.Instance.Journey,
            Correlation = e.Instance.Correlation,
            Name = e.Instance.Stage,
            Text = stage?.Name ?? e.Instance.Stage,
        };
    }

    private static HistoryMark? Of(ExpectationChanged e)
    {
        HistoryMarkKind? kind = e.Change switch
        {
            ExpectationChange.Set => HistoryMarkKind.ExpectationSet,
            ExpectationChange.Moved => HistoryMarkKind.ExpectationMoved,
            ExpectationChange.Met => HistoryMarkKind.ExpectationMet,
            ExpectationChange.MetLate => HistoryMarkKind.ExpectationMetLate,
            ExpectationChange.Missed => HistoryMarkKind.ExpectationMissed,
            ExpectationChange.Cancelled => HistoryMarkKind.ExpectationCancelled,
            _ => null,
        };
        return kind is not { } known ? null : new HistoryMark
        {
            Kind = known,
            At = e.At,
            Journey = e.Instance.Journey,
            Correlation = e.Instance.Correlation,
            Name = e.Expectation.Id,
            Text = e.Expectation.Name,
            Size = known == HistoryMarkKind.ExpectationMissed ? e.Expectation.Experience : null,
            DueAt = e.DueAt,
        };
    }

    private static HistoryMarkKind LowKind(LowPointChanged e) => e.Change switch
    {
        PointChange.Opened => HistoryMarkKind.LowPointOpened,
        PointChange.Deepened => HistoryMarkKind.LowPointDeepened,
        PointChange.Recovered => HistoryMarkKind.LowPointRecovered,
        _ => HistoryMarkKind.LowPointFaded,
    };

    private static HistoryMark Point(CustomerEvent e, HistoryMarkKind kind, string? journey, string? correlation, string text, double size) => new()
    {
        Kind = kind,
        At = e.At,
        Journey = journey,
        Correlation = correlation,
        Text = text,
        Size = size,
    };
}
