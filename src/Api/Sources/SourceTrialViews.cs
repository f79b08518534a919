namespace CxOrchestrator.Api.Sources;

/// <summary>A mapping to try: body of <c>POST /v1/sources/try</c>.</summary>
public sealed record SourceTrialRequest
{
    /// <summary>Text of a source document; else <see cref="Kind"/> names one.</summary>
    public string? Document { get; init; }

    /// <summary>The id of a published or built-in source.</summary>
    public string? Kind { get; init; }

    /// <summary>Settings of the connection, by name.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Headers of the delivery, by name; they count before those in the payload.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body alone, an object with headers and body, or a request as HTTP writes it; at most 1 MiB.</summary>
    public required string Payload { get; init; }
}

/// <summary>What a payload becomes under the published documents. Nothing is stored, and signatures are not verified.</summary>
public sealed record SourceTrialView
{
    /// <summary>Why the payload cannot be read; null where it can.</summary>
    public string? Problem { get; init; }

    public required IReadOnlyList<MappedEventView> Events { get; init; }

    /// <summary>What would come of the touchpoints for customers of whom nothing else is known, in order.</summary>
    public required IReadOnlyList<SourceOutcomeView> Outcomes { get; init; }
}

/// <summary>Something that touchpoints bring about.</summary>
public sealed record SourceOutcomeView
{
    public required string Customer { get; init; }

    /// <summary>instanceStarted, stageEntered, goalReached, instanceEnded, expectationSet, expectationMet, lowPointOpened, actionDecided or policyHeld.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of the journey; null where there is none.</summary>
    public string? Journey { get; init; }

    /// <summary>The stage, the expectation, the cause or the policy, as people call it.</summary>
    public string? Text { get; init; }

    /// <summary>When an expectation is due, by the journey's clock; null for others.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
