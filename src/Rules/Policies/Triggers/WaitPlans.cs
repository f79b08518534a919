using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A trigger that waits, its policy, and the name its waits carry in a customer's state: the same in every version of the document that waits for the same.</summary>
internal sealed record WaitPlan<T>(PolicyDefinition Policy, T Trigger, string Key, ImmutableArray<string> Kept)
    where T : Trigger
{
    /// <summary>Of an absence: the name under which its answers are remembered, one for all policies that wait for the same.</summary>
    public string AnswerKey { get; init; } = "";
}

/// <summary>A wait between two of a policy's actions.</summary>
internal sealed record StepPlan(PolicyDefinition Policy, PlannedAction Planned, string Key)
{
    public WaitTemplate Wait => (WaitTemplate)Planned.Template;
}

/// <summary>Triggers of one touchpoint type that wait.</summary>
internal sealed record TypeWaits
{
    public static TypeWaits None { get; } = new() { Answers = [], Absences = [], Sequences = [], Counts = [], Steps = [] };

    /// <summary>Absences that touchpoints of the type may end.</summary>
    public required ImmutableArray<WaitPlan<OnAbsence>> Answers { get; init; }

    /// <summary>Absences that touchpoints of the type may begin.</summary>
    public required ImmutableArray<WaitPlan<OnAbsence>> Absences { get; init; }

    public required ImmutableArray<WaitPlan<OnSequence>> Sequences { get; init; }

    public required ImmutableArray<(PolicyDefinition Policy, OnCount Trigger)> Counts { get; init; }

    /// <summary>Waits between actions that touchpoints of the type may end.</summary>
    public required ImmutableArray<StepPlan> Steps { get; init; }

    public bool Any => !Answers.IsEmpty || !Absences.IsEmpty || !Sequences.IsEmpty || !Steps.IsEmpty;
}

/// <summary>All waiting published triggers.</summary>
internal sealed class WaitPlans
{
    private readonly ImmutableArray<WaitPlan<OnAbsence>> _absences;
    private readonly ImmutableArray<WaitPlan<OnSequence>> _sequences;
    private readonly ImmutableArray<(PolicyDefinition Policy, OnCount Trigger)> _counts;
    private readonly ImmutableArray<StepPlan> _steps;

    public WaitPlans(CompiledDefinitions definitions)
    {
        // Those of paused policies too: what ends their waits meanwhile counts, and what falls due is held.
        _absences =
        [
            .. Of<OnAbsence>(definitions, t => $"absence|{Keys(t.After)}|{Keys(t.Of)}|{t.SameBy}")
                .Select(p => p with { AnswerKey = KeyOf("", $"answer|{Keys(p.Trigger.Of)}|{p.Trigger.SameBy}") }),
        ];
        _sequences = Of<OnSequence>(definitions, t => $"sequence|{Keys(t.Steps)}|{t.SameBy}");
        _counts = [.. definitions.Triggers.Enabled<OnCount>()];
        var stayed = Of<OnStageStayed>(definitions, t => $"stayed|{t.Journey}|{t.Stage}|{t.For.Ticks}");
        Stayed = stayed.Where(p => p.Policy.Enabled).ToLookup(p => (p.Trigger.Journey, p.Trigger.Stage));
        Metrics = [.. definitions.Triggers.Enabled<OnMetric>()];
        _steps =
        [
            .. definitions.Policies.SelectMany(p => definitions.Actions(p).All.Where(a => a.Template is WaitTemplate).Select(a => new StepPlan(p, a, StepKey(p, a)))),
        ];

        // By the names that earlier versions gave them as well.
        Steps = _steps.Concat(_steps.Select(s => s with { Key = KeyOf(s.Policy.Id, $"step|{s.Planned.Ordinal}") })).ToDictionary(s => s.Key, StringComparer.Ordinal);
        Kept = definitions.Policies.Where(p => _steps.Any(s => s.Policy.Id == p.Id)).ToDictionary(p => p.Id, p => NamedFields.OfTouchpoint(p, definitions), StringComparer.Ordinal);
        Policies = _absences.Select(p => (p.Policy, p.Key)).Concat(stayed.Select(p => (p.Policy, p.Key))).DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => p.Policy, StringComparer.Ordinal);
    }

    /// <summary>By journey and stage.</summary>
    public ILookup<(string Journey, string Stage), WaitPlan<OnStageStayed>> Stayed { get; }

    public ImmutableArray<(PolicyDefinition Policy, OnMetric Trigger)> Metrics { get; }

    /// <summary>By the name of what waits to be fired by time.</summary>
    public IReadOnlyDictionary<string, PolicyDefinition> Policies { get; }

    /// <summary>Waits between actions, by the name they carry in a customer's state.</summary>
    public IReadOnlyDictionary<string, StepPlan> Steps { get; }

    /// <summary>Of policies that wait between actions: the touchpoint's fields that they name.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Kept { get; }

    public static string StepKey(PolicyDefinition policy, PlannedAction wait) => KeyOf(policy.Id, $"step|{wait.Variant?.Length}:{wait.Variant}|{wait.Step}");

    public TypeWaits For(string type)
    {
        bool Can(TouchpointMatch match) => match.MatchesType(type);

        var waits = new TypeWaits
        {
            Answers = [.. _absences.Where(p => p.Trigger.Of.Any(Can))],
            Absences = [.. _absences.Where(p => p.Policy.Enabled && p.Trigger.After.Any(Can))],
            Sequences = [.. _sequences.Where(p => p.Policy.Enabled && p.Trigger.Steps.Any(Can))],
            Counts = [.. _counts.Where(c => Can(c.Trigger.Match))],
            Steps = [.. _steps.Where(s => s.Wait.Until.Any(Can))],
        };
        return waits.Any || !waits.Counts.IsEmpty ? waits : TypeWaits.None;
    }

    private static ImmutableArray<WaitPlan<T>> Of<T>(CompiledDefinitions definitions, Func<T, string> name)
        where T : Trigger =>
        [.. definitions.Triggers.All<T>().Select(t => new WaitPlan<T>(t.Policy, t.Trigger, KeyOf(t.Policy.Id, name(t.Trigger)), NamedFields.OfTouchpoint(t.Policy, definitions)))];

    private static string Keys(ImmutableArray<TouchpointMatch> matches) => string.Join('>', matches.Select(m => $"{m.Key.Length}:{m.Key}"));

    // Short, since every customer that waits keeps it.
    private static string KeyOf(string policy, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{policy.Length}:{policy}|{name}")).AsSpan(0, 8));
}
