namespace CxOrchestrator.Rules.Policies;

/// <summary>A high point ended.</summary>
public sealed record OnHighPointClosed : PointTrigger
{
    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.HighPointClosed, Journey);

    internal override HappeningAddress ListensTo => new(HappeningKind.HighPointClosed);

    internal override bool IsLookedUp => false;

    internal override bool Takes(in Happening happening) => IsOf(happening.Journey);

    internal override string Text(CompiledDefinitions definitions) => $"A high point ends{Wording.In(Journey, definitions)}";
}
