namespace CxOrchestrator.Rules.Policies;

/// <summary>What of a journey fires a trigger: a stage that an instance is in, or a missed expectation.</summary>
public sealed record JourneyMoment
{
    private JourneyMoment()
    {
    }

    /// <summary>Null: any journey.</summary>
    public string? Journey { get; private init; }

    /// <summary>Null: it is about a missed expectation.</summary>
    public string? Stage { get; private init; }

    /// <summary>Null: any expectation of the journey.</summary>
    public string? Expectation { get; private init; }

    public static JourneyMoment InStage(string journey, string stage) => new() { Journey = journey, Stage = stage };

    public static JourneyMoment Missed(string? journey, string? expectation) => new() { Journey = journey, Expectation = expectation };
}
