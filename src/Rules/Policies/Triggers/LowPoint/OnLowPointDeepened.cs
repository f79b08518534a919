namespace CxOrchestrator.Rules.Policies;

/// <summary>An open low point got a further cause.</summary>
public sealed record OnLowPointDeepened : PointTrigger
{
    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.LowPointDeepened, Journey);

    internal override HappeningAddress ListensTo => new(HappeningKind.LowPointDeepened);

    internal override bool IsLookedUp => false;

    internal override bool Takes(in Happening happening) => IsOf(happening.Journey);

    internal override string Text(CompiledDefinitions definitions) => $"A low point gets a further cause{Wording.In(Journey, definitions)}";
}
