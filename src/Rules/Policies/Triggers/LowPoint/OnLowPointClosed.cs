using CxOrchestrator.Rules.Experience;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A low point closed.</summary>
public sealed record OnLowPointClosed : PointTrigger
{
    /// <summary>Only with this outcome; null: with any.</summary>
    public LowPointOutcome? Outcome { get; init; }

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) =>
        (Outcome is null or LowPointOutcome.Recovered && trace.Shows(TraceKind.LowPointRecovered, Journey))
        || (Outcome is null or LowPointOutcome.Faded && trace.Shows(TraceKind.LowPointFaded, Journey));

    internal override HappeningAddress ListensTo => new(HappeningKind.LowPointClosed);

    internal override bool IsLookedUp => true;

    internal override bool Takes(in Happening happening) => IsOf(happening.Journey) && (Outcome is null || Outcome == happening.Outcome);

    internal override string Text(CompiledDefinitions definitions) =>
        $"A low point {(Outcome is { } outcome ? $"is {outcome.ToString().ToLowerInvariant()}" : "closes")}{Wording.In(Journey, definitions)}";
}
