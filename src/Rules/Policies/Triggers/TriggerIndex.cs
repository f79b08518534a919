using System.Collections.Frozen;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Triggers by what fires them, each list in the order of deciding. Of policies that are paused or disabled too, where it does not say otherwise.</summary>
internal sealed class TriggerIndex
{
    private readonly List<(PolicyDefinition Policy, HappeningTrigger Trigger)> _listening = [];
    private readonly Dictionary<Type, object> _others = [];
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

        _happenings = _listening.Where(l => l.Policy.Enabled).GroupBy(l => l.Trigger.ListensTo)
            .ToFrozenDictionary(g => g.Key, g => definitions.IndexOf(g, isLookedUp: g.All(l => l.Trigger.IsLookedUp)));
    }

    /// <summary>Enters a trigger that something else fires than a happening.</summary>
    public void Add<T>(PolicyDefinition policy, T trigger)
        where T : Trigger
    {
        if (!_others.TryGetValue(typeof(T), out var list))
        {
            _others.Add(typeof(T), list = new List<(PolicyDefinition Policy, T Trigger)>());
        }

        ((List<(PolicyDefinition Policy, T Trigger)>)list).Add((policy, trigger));
    }

    /// <summary>All triggers of a kind that were entered with <see cref="Add"/>.</summary>
    public IReadOnlyList<(PolicyDefinition Policy, T Trigger)> All<T>()
        where T : Trigger =>
        _others.TryGetValue(typeof(T), out var list) ? (List<(PolicyDefinition Policy, T Trigger)>)list : [];

    /// <summary>Those of enabled policies.</summary>
    public IEnumerable<(PolicyDefinition Policy, T Trigger)> Enabled<T>()
        where T : Trigger => All<T>().Where(t => t.Policy.Enabled);

    public void Listen(PolicyDefinition policy, HappeningTrigger trigger) => _listening.Add((policy, trigger));

    /// <summary>Of enabled policies: the triggers that listen at the address; null where none does.</summary>
    public PolicyIndex<HappeningTrigger>? At(HappeningKind kind, string? journey = null, string? stage = null) =>
        _happenings.GetValueOrDefault(new(kind, journey, stage));
}
