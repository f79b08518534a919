using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Triggers by what fires them, each list in the order of deciding. Of policies that are paused or disabled too, save where it says otherwise.</summary>
internal sealed class TriggerIndex
{
    private readonly List<(PolicyDefinition Policy, HappeningTrigger Trigger)> _listening = [];
    private readonly FrozenDictionary<HappeningAddress, PolicyIndex<HappeningTrigger>> _happenings;

    public TriggerIndex(CompiledDefinitions definitions)
    {
        foreach (var policy in definitions.Policies)
        {
            foreach (var trigger in policy.Triggers)
            {
                trigger.AddTo(this, policy);
            }
        }

        AllSchedules = [.. Schedules];
        EnabledSchedules = [.. Schedules.Where(s => s.Policy.Enabled)];
        _happenings = _listening.Where(l => l.Policy.Enabled).GroupBy(l => l.Trigger.ListensTo)
            .ToFrozenDictionary(g => g.Key, g => definitions.IndexOf(g, isLookedUp: g.All(l => l.Trigger.IsLookedUp)));
    }

    public List<(PolicyDefinition Policy, OnTouchpoint Trigger)> Touchpoints { get; } = [];

    public List<(PolicyDefinition Policy, OnAbsence Trigger)> Absences { get; } = [];

    public List<(PolicyDefinition Policy, OnSequence Trigger)> Sequences { get; } = [];

    public List<(PolicyDefinition Policy, OnCount Trigger)> Counts { get; } = [];

    public List<(PolicyDefinition Policy, OnMetric Trigger)> Metrics { get; } = [];

    public List<(PolicyDefinition Policy, OnStageStayed Trigger)> Stayed { get; } = [];

    public List<(PolicyDefinition Policy, OnSchedule Trigger)> Schedules { get; } = [];

    public ImmutableArray<(PolicyDefinition Policy, OnSchedule Trigger)> AllSchedules { get; }

    public ImmutableArray<(PolicyDefinition Policy, OnSchedule Trigger)> EnabledSchedules { get; }

    public void Listen(PolicyDefinition policy, HappeningTrigger trigger) => _listening.Add((policy, trigger));

    /// <summary>Of enabled policies: the triggers that listen at the address; null where none does.</summary>
    public PolicyIndex<HappeningTrigger>? At(HappeningKind kind, string? journey = null, string? stage = null) =>
        _happenings.GetValueOrDefault(new(kind, journey, stage));
}
