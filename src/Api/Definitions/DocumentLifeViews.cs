namespace CxOrchestrator.Api.Definitions;

/// <summary>An item of <c>GET /v1/documents</c>: a document, what is published of it and what is being made of it.</summary>
public sealed record DocumentSummary
{
    /// <summary>journey, segment, policy, template, provider, settings, guardrails.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>published, paused, retired; of a document that was never published its draft's: draft, submitted, approved, rejected.</summary>
    public required string State { get; init; }

    /// <summary>Published version, or the last one of a retired document; null: never published.</summary>
    public int? Version { get; init; }

    /// <summary>Where the published text came from: "retail pack", "folder /etc/cx", "published by ann".</summary>
    public string? Origin { get; init; }

    public string? File { get; init; }

    /// <summary>False where its home is a watched folder: it is edited there.</summary>
    public required bool Editable { get; init; }

    /// <summary>False for a policy that its text switches off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Of a published policy: service or promotion.</summary>
    public string? Category { get; init; }

    /// <summary>Of a published policy: 0 to 100, the higher is decided first.</summary>
    public int? Priority { get; init; }

    /// <summary>The text that is to become the next version; in lists without it. Null: there is none.</summary>
    public DraftView? Draft { get; init; }

    /// <summary>Of a policy: what it did in the last 24 hours by the journey's clock.</summary>
    public PolicyActivity? Activity { get; init; }

    /// <summary>Of a published policy: rule classes written in C# of which at least one has to agree before it acts; empty where there are none.</summary>
    public IReadOnlyList<RuleClassView> RuleClasses { get; init; } = [];
}

/// <summary>A rule class about a policy.</summary>
public sealed record RuleClassView
{
    public required string Name { get; init; }

    /// <summary>What it is for; null where its author says nothing.</summary>
    public string? Description { get; init; }

    /// <summary>What it demands, as text, in the order of the class.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }
}

/// <summary><c>GET /v1/documents/{kind}/{id}</c>. The ETag is the draft's revision.</summary>
public sealed record DocumentDetail
{
    public required DocumentSummary Document { get; init; }

    /// <summary>The published text; null: none is.</summary>
    public string? Text { get; init; }

    /// <summary>Newest first, at most 50.</summary>
    public required IReadOnlyList<VersionView> Versions { get; init; }

    /// <summary>Of a published policy that quiet hours concern: customers whose time zone is unknown. Null: quiet hours do not concern it.</summary>
    public UnknownZonesView? UnknownZones { get; init; }
}

/// <summary>Customers whose time zone is unknown, and what quiet hours do for them.</summary>
public sealed record UnknownZonesView
{
    /// <summary>How many, at most a minute ago.</summary>
    public required long Customers { get; init; }

    /// <summary>Of how many customers.</summary>
    public required long Of { get; init; }

    /// <summary>The IANA zone that is assumed for them; null: what is for them is held until the zone is known, or expires.</summary>
    public string? Assumed { get; init; }
}

/// <summary>A draft. Its revision goes into <c>If-Match</c> of every step, so that nobody overwrites or approves what they have not seen.</summary>
public sealed record DraftView
{
    public required long Revision { get; init; }

    /// <summary>draft, submitted, approved, rejected.</summary>
    public required string State { get; init; }

    /// <summary>Version it was last edited on; 0: none was published.</summary>
    public required int BaseVersion { get; init; }

    /// <summary>The published document changed since: it must be rebased on the published version before it can be published.</summary>
    public required bool Stale { get; init; }

    /// <summary>Omitted in lists.</summary>
    public string? Text { get; init; }

    public required string EditedBy { get; init; }

    /// <summary>By the system's clock, as the other times of a draft.</summary>
    public required DateTimeOffset EditedAt { get; init; }

    public string? SubmittedBy { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Who approved or rejected it last.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }

    /// <summary>Its errors, checked against the published set; omitted in lists.</summary>
    public IReadOnlyList<DocumentProblem>? Problems { get; init; }
}

/// <summary>What a policy did in the last 24 hours.</summary>
public sealed record PolicyActivity
{
    public required long Fired { get; init; }

    public required long Held { get; init; }

    /// <summary>24 of them, oldest first; the last is the hour that runs.</summary>
    public required IReadOnlyList<PolicyHourView> Hours { get; init; }
}

public sealed record PolicyHourView
{
    /// <summary>Its beginning, by the journey's clock.</summary>
    public required DateTimeOffset Hour { get; init; }

    public required long Fired { get; init; }

    public required long Held { get; init; }
}

/// <summary>A published version of a document; it never changes.</summary>
public sealed record VersionView
{
    /// <summary>What decisions name as the policy's version.</summary>
    public required int Version { get; init; }

    /// <summary>This version took the document out of the set.</summary>
    public required bool Retired { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>An account, or where it was imported from.</summary>
    public required string PublishedBy { get; init; }

    /// <summary>Omitted in lists.</summary>
    public string? Text { get; init; }
}
