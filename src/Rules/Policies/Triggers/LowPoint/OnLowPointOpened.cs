namespace CxOrchestrator.Rules.Policies;

/// <summary>A low point opened.</summary>
public sealed record OnLowPointOpened : PointTrigger
{
    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.LowPointOpened, Journey);

    internal override HappeningAddress ListensTo => new(HappeningKind.LowPointOpened);

    internal override bool IsLookedUp => true;

    internal override bool Takes(in Happening happening) => IsOf(happening.Journey);

    internal override string Text(CompiledDefinitions definitions) => $"A low point opens{Wording.In(Journey, definitions)}";
}
