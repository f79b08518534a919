using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A set of documents, indexed so that deciding looks only at what a touchpoint's type can concern. Immutable to its users; safe from many threads.</summary>
public sealed class CompiledDefinitions
{
    /// <summary>Most types whose plans are kept; plans of further ones are made each time.</summary>
    public const int PlansMax = 10_000;

    private readonly FrozenDictionary<string, JourneyDefinition> _journeys;
    private readonly FrozenDictionary<string, SegmentDefinition> _segments;
    private readonly FrozenDictionary<string, TextTemplate> _texts;
    private readonly FrozenDictionary<string, int> _ranks;
    private readonly FrozenDictionary<string, TemplateDefinition> _templates;
    private readonly FrozenDictionary<string, ActionPlan> _actions;
    private readonly ImmutableArray<CounterDefinition> _counters;
    private readonly ConcurrentDictionary<string, TypePlan> _plans = new(StringComparer.Ordinal);

    // At most one a policy and kind.
    private readonly ConcurrentDictionary<(string Policy, PolicyFaultKind Kind), PolicyFault> _faults = [];

    /// <param name="set">The documents.</param>
    /// <param name="engine">What decides conditions; the compiled engine where none is named.</param>
    public CompiledDefinitions(DefinitionSet set, IConditionEngine? engine = null)
    {
        Set = set;
        Engine = engine ?? CompiledEngine.Instance;
        _journeys = set.Journeys.ToFrozenDictionary(j => j.Id, StringComparer.Ordinal);
        _segments = set.Segments.ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
        Policies = [.. set.Policies.OrderByDescending(p => p.Priority).ThenBy(p => p.Id, StringComparer.Ordinal)];
        Active = [.. Policies.Where(p => p.Enabled)];
        _ranks = Policies.Select((p, i) => KeyValuePair.Create(p.Id, i)).ToFrozenDictionary(StringComparer.Ordinal);
        _texts = ActionTexts.Of(set.Policies).ToFrozenDictionary(StringComparer.Ordinal);
        _templates = set.Templates.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);
        _actions = set.Policies.ToFrozenDictionary(p => p.Id, p => new ActionPlan(p), StringComparer.Ordinal);
        _counters = CounterDefinition.Of(set);
        Triggers = new TriggerIndex(this);
        AllSchedules = [.. Triggers.All<OnSchedule>()];
        Schedules = [.. Triggers.Enabled<OnSchedule>()];
        Conditions = Engine.Compile(this);
        Steps = new ConditionSteps(this);
    }

    public static CompiledDefinitions Empty { get; } = new(DefinitionSet.Empty);

    public DefinitionSet Set { get; }

    public int Version => Set.Version;

    /// <summary>In the order they are decided: priority, then id.</summary>
    public ImmutableArray<PolicyDefinition> Policies { get; }

    /// <summary>Those that are switched on.</summary>
    internal ImmutableArray<PolicyDefinition> Active { get; }

    /// <summary>Schedules of policies, those that are paused or disabled included.</summary>
    public ImmutableArray<(PolicyDefinition Policy, OnSchedule Trigger)> AllSchedules { get; }

    /// <summary>Schedules of policies that are neither paused nor disabled.</summary>
    public ImmutableArray<(PolicyDefinition Policy, OnSchedule Trigger)> Schedules { get; }

    public IConditionEngine Engine { get; }

    internal IPolicyConditions Conditions { get; }

    internal ConditionSteps Steps { get; }

    /// <summary>
    /// Takes note of a fault; true for the first of its kind of that policy in this set, which is worth telling. It changes nothing that is
    /// decided under this set: what failed somewhere is not known to who decides or refolds elsewhere.
    /// </summary>
    public bool Note(PolicyFault fault) =>
        fault.DefinitionsVersion == Version && Policy(fault.Policy) is not null && _faults.TryAdd((fault.Policy, fault.Kind), fault);

    /// <summary>Rule classes about the policy.</summary>
    public IEnumerable<RuleClass> RuleClasses(string policy) => Engine.RuleClasses.Where(r => r.Policies.Contains(policy, StringComparer.Ordinal));

    /// <summary>Rule classes that name a policy which the set does not have, with its id: they do nothing.</summary>
    public IEnumerable<(RuleClass Class, string Policy)> StrayRuleClasses =>
        from rule in Engine.RuleClasses from policy in rule.Policies where Policy(policy) is null select (rule, policy);

    public JourneyDefinition? Journey(string id) => _journeys.GetValueOrDefault(id);

    public TemplateDefinition? Template(string id) => _templates.GetValueOrDefault(id);

    public ProviderDefinition? Provider(string id) => Set.Providers.FirstOrDefault(p => p.Id == id);

    public SegmentDefinition? Segment(string id) => _segments.GetValueOrDefault(id);

    public PolicyDefinition? Policy(string id) => _ranks.TryGetValue(id, out var rank) ? Policies[rank] : null;

    /// <summary>What the policy does, of those in the set.</summary>
    public ActionPlan Actions(PolicyDefinition policy) => _actions[policy.Id];

    /// <summary>An action's text, filled in; throws <see cref="TemplateFailedException"/> where it gets too long.</summary>
    internal string Fill(string text, Facts facts) => _texts.TryGetValue(text, out var template) ? template.Fill(facts) : text;

    /// <summary>An action's text, filled in, and cut where it gets too long.</summary>
    internal string FillCut(string text, Facts facts) => _texts.TryGetValue(text, out var template) ? template.FillCut(facts, out _) : text;

    /// <summary>An address, its fields filled in and escaped; null where it gets too long or is none then.</summary>
    internal string? FillAddress(string text, Facts facts) => AddressTexts.Fill(_texts.TryGetValue(text, out var template) ? template.FillEscaped(facts, AddressTexts.LengthMax) : text);

    /// <summary>A document asks for the counter of that name.</summary>
    internal bool Counts(string counter) => _counters.Any(c => c.Name == counter);

    internal TypePlan PlanFor(string type)
    {
        if (_plans.TryGetValue(type, out var plan))
        {
            return plan;
        }

        plan = TypePlan.For(type, this, _counters);

        // Types come from outside: without the bound a sender of random types would fill memory.
        return _plans.Count < PlansMax ? _plans.GetOrAdd(type, plan) : plan;
    }

    internal PolicyIndex<T> IndexOf<T>(IEnumerable<(PolicyDefinition Policy, T Trigger)> entries, Func<T, ImmutableArray<FieldIs>>? where = null, bool isLookedUp = true)
        where T : class => PolicyIndex<T>.Of(entries, where ?? (static _ => []), isLookedUp && Engine.Indexed);

    internal TriggerIndex Triggers { get; }

    private WaitPlans? _waits;

    /// <summary>What published policies wait for.</summary>
    internal WaitPlans Waits => _waits ??= new WaitPlans(this);
}
