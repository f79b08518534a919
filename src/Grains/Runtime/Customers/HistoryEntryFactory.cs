using System.Buffers;
using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>History entries of a decision's steps.</summary>
internal static class HistoryEntryFactory
{
    public static HistoryEntry Entry(
        DecisionStep step,
        ReadOnlySpan<CustomerEvent> events,
        CompiledDefinitions definitions,
        DateTimeOffset receivedAt,
        (Touchpoint Touchpoint, ReadOnlyMemory<byte> Body)? recorded)
    {
        var touchpoint = recorded?.Touchpoint;
        return new HistoryEntry
        {
            Sequence = step.Sequence,
            Kind = step.Kind switch
            {
                StepKind.Touchpoint => HistoryKind.Touchpoint,
                StepKind.Timer => HistoryKind.Timer,
                StepKind.Merge => HistoryKind.Merge,
                StepKind.Unmerge => HistoryKind.Unmerge,
                _ => HistoryKind.Admission,
            },
            EffectiveAt = step.At,
            ReceivedAt = receivedAt,
            DefinitionsVersion = definitions.Version,
            At = touchpoint?.At ?? step.At,
            Source = touchpoint?.Identity.Source ?? "",
            Id = touchpoint?.Identity.Id ?? "",
            IdentityHash = touchpoint?.Identity.HashFor(touchpoint.Customer) ?? 0,
            Type = touchpoint?.Type ?? TypeOf(step, events),
            Channel = touchpoint?.Channel,
            Input = recorded?.Body ?? Input(step, events),
            Outcome = Outcome(step, events, definitions),
        };
    }

    private static string TypeOf(DecisionStep step, ReadOnlySpan<CustomerEvent> events)
    {
        if (step.Kind == StepKind.Admission)
        {
            return "admission";
        }

        foreach (var @event in events)
        {
            switch (@event)
            {
                case CustomersMerged merged:
                    return merged.Change == MergeChange.Merged ? "customer.merged" : "customer.unmerged";
                case ExpectationChanged { Change: ExpectationChange.Missed }:
                    return "expectation.missed";
                case LowPointChanged { Change: PointChange.Faded }:
                    return "lowPoint.faded";
                case HighPointChanged { Change: PointChange.Faded }:
                    return "highPoint.faded";
            }
        }

        return "timer";
    }

    private static ReadOnlyMemory<byte> Input(DecisionStep step, ReadOnlySpan<CustomerEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var @event in events)
        {
            if (@event is ActionAnswered answered)
            {
                AdmissionInputs.Write(json, answered);
            }
        }

        if (step.Kind == StepKind.Timer)
        {
            TimerInputs.Write(json, step, events);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static byte[] Outcome(DecisionStep step, ReadOnlySpan<CustomerEvent> events, CompiledDefinitions definitions)
    {
        var mood = Moods.At(step.After.Mood, definitions.Set.Experience, step.At);
        double? experience = null;
        foreach (var @event in events)
        {
            if (@event is ExperienceApplied applied)
            {
                experience = Math.Round(applied.Experience, 4);
            }
        }

        var marks = HistoryMarks.Of(events, definitions);
        if (marks.IsEmpty && step.Kind == StepKind.Timer && HistoryMarks.OfTimer(events) is { } mark)
        {
            marks = [mark];
        }

        return new HistoryOutcome
        {
            Experience = experience,
            Mood = mood.Mood,
            Pressure = mood.Pressure,
            Risk = Risks.At(step.After, definitions, step.At).Score,
            Marks = marks,
        }.ToJson();
    }
}
