using CxOrchestrator.Api.Connections;

namespace CxOrchestrator.Api.Sources;

/// <summary>Systems that touchpoints come from: <c>GET /v1/sources</c>.</summary>
public sealed record SourcesView
{
    public required IReadOnlyList<SourceView> Items { get; init; }
}

/// <summary>A published connection that touchpoints come in through. Times and hours by the system's clock.</summary>
public sealed record SourceView
{
    /// <summary>The source of its touchpoints, in the ledger and everywhere else.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Version of its document; 0: it is not published, and secrets were entered for it.</summary>
    public required int Version { get; init; }

    /// <summary>The id of its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What people call its kind.</summary>
    public required string KindName { get; init; }

    /// <summary>receiving, silent (nothing came in 24 hours), refusing (the last delivery was refused), failing (it cannot be asked, or its events cannot be enriched), unused, connected (the system answers, and nothing came yet), incomplete (something is missing or wrong), disabled.</summary>
    public required string State { get; init; }

    /// <summary>What is missing, wrong or refused, and what to do.</summary>
    [Sensitive(SensitiveKind.Error)]
    public string? Problem { get; init; }

    /// <summary>Path of this installation that the system delivers to; null where its kind takes none.</summary>
    public string? DeliversTo { get; init; }

    /// <summary>Paths of the system's own API that its client libraries may use.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>A command that delivers a sample; null where its kind has none.</summary>
    public string? Sample { get; init; }

    /// <summary>When the last delivery came.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>When the system was last asked and answered; null where it is not asked, or never answered.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Accepted deliveries whose events are not enriched yet.</summary>
    public long Waiting { get; init; }

    /// <summary>Accepted deliveries whose events could not be enriched: <c>GET /v1/sources/{id}/dead-letters</c>.</summary>
    public long DeadLetters { get; init; }

    /// <summary>The last 24 hours, oldest first, those without a delivery included.</summary>
    public required IReadOnlyList<SourceHourView> Hours { get; init; }

    /// <summary>Its touchpoints of all that the ledger has ever received, 0 to 1; null while there are none.</summary>
    public double? LedgerShare { get; init; }

    /// <summary>By name; nothing secret.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<SourceSecretView> Secrets { get; init; }
}

/// <summary>What a connection received in an hour.</summary>
public sealed record SourceHourView
{
    /// <summary>Its beginning.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>Accepted deliveries.</summary>
    public required long Deliveries { get; init; }

    /// <summary>Deliveries that were refused.</summary>
    public required long Refused { get; init; }

    /// <summary>Appended to the log.</summary>
    public required long Touchpoints { get; init; }

    /// <summary>Events that became no touchpoint although no document drops them.</summary>
    public required long Unmapped { get; init; }

    /// <summary>Events that the source's document drops.</summary>
    public required long Dropped { get; init; }
}

/// <summary>A secret of a source; never its value.</summary>
public sealed record SourceSecretView
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public required bool Required { get; init; }

    /// <summary>missing, entered, environment, file.</summary>
    public required string State { get; init; }

    public string? SetBy { get; init; }

    public DateTimeOffset? SetAt { get; init; }

    /// <summary>Until when the one before it is valid as well; null: it is not.</summary>
    public DateTimeOffset? BeforeUntil { get; init; }

    /// <summary>The host that it is sent to when the system is asked; null: it never leaves.</summary>
    public string? SentTo { get; init; }
}

/// <summary>A secret to keep: body of <c>PUT /v1/sources/{id}/secrets/{name}</c>.</summary>
public sealed record NewSourceSecret
{
    /// <summary>1 to 10,000 characters.</summary>
    public required string Value { get; init; }

    /// <summary>Hours for which the one before it stays valid, 0 to 720. Default: 0.</summary>
    public int KeepBeforeHours { get; init; }

    /// <summary>The connection's document, where it is not published yet.</summary>
    public string? Document { get; init; }
}

/// <summary>Kinds of sources: <c>GET /v1/source-kinds</c>.</summary>
public sealed record SourceKindsView
{
    public required IReadOnlyList<SourceKindView> Items { get; init; }
}

/// <summary>A kind of source.</summary>
public sealed record SourceKindView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>It comes with the product.</summary>
    public required bool BuiltIn { get; init; }

    public required IReadOnlyList<ConnectionFieldView> Settings { get; init; }

    public required IReadOnlyList<ConnectionFieldView> Secrets { get; init; }

    /// <summary>Names of the secrets that the system gives, to be asked with; the others verify its deliveries.</summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>Words of the system that have a mapping.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The text of a built-in document, to begin one of your own from; null for others.</summary>
    public string? Document { get; init; }
}
