namespace CxOrchestrator.Rules.Policies;

/// <summary>An expectation was missed.</summary>
public sealed record OnExpectationMissed : HappeningTrigger
{
    public required string Journey { get; init; }

    /// <summary>Only this one; null: any of the journey.</summary>
    public string? Expectation { get; init; }

    public override JourneyMoment? Through => JourneyMoment.Missed(Journey, Expectation);

    public override bool IsTraced => true;

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => trace.Shows(TraceKind.ExpectationMissed, Journey, Expectation);

    internal override HappeningAddress ListensTo => new(HappeningKind.ExpectationMissed, Journey);

    internal override bool IsLookedUp => true;

    internal override bool Takes(in Happening happening) => Expectation is null || Expectation == happening.Expectation;

    internal override string Text(CompiledDefinitions definitions)
    {
        var name = Expectation is null
            ? "Any expectation is missed"
            : definitions.Journey(Journey)?.Expectations.FirstOrDefault(e => e.Id == Expectation)?.Name ?? Expectation;
        return $"{name}{Wording.In(Journey, definitions)}";
    }
}
