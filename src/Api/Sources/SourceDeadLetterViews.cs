namespace CxOrchestrator.Api.Sources;

/// <summary>A delivery whose events could not be enriched. Times by the system's clock unless they say otherwise.</summary>
public sealed record SourceDeadLetterView
{
    public required long Number { get; init; }

    /// <summary>When it arrived, by the journey's clock: the time of its events that state none.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it became a dead letter. It is kept for 30 days from then on.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why its events could not be enriched.</summary>
    [Sensitive(SensitiveKind.Error)]
    public required string Reason { get; init; }

    /// <summary>Tries that failed.</summary>
    public required int Tries { get; init; }

    /// <summary>Bytes of its body.</summary>
    public required int Size { get; init; }

    /// <summary>Its headers, without those that prove who sent it; of one dead letter alone.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Its body; of one dead letter alone.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Body { get; init; }

    /// <summary>What its events would become without being enriched; of one dead letter alone, and null where its connection is not published.</summary>
    public IReadOnlyList<MappedEventView>? Events { get; init; }
}

/// <summary>What came of trying all dead letters of a source again.</summary>
public sealed record SourceRetryView
{
    /// <summary>Deliveries that wait again.</summary>
    public required int Retried { get; init; }
}
