namespace CxOrchestrator.Rules.Policies;

/// <summary>A high point opened.</summary>
public sealed record OnHighPointOpened : PointTrigger
{
    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.HighPointOpened, Journey);

    internal override HappeningAddress ListensTo => new(HappeningKind.HighPointOpened);

    internal override bool IsLookedUp => true;

    internal override bool Takes(in Happening happening) => IsOf(happening.Journey);

    internal override string Text(CompiledDefinitions definitions) => $"A high point opens{Wording.In(Journey, definitions)}";
}
