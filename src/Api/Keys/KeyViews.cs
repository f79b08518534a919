namespace CxOrchestrator.Api.Keys;

/// <summary>An item of <c>GET /v1/keys</c>: a key with which a machine sends.</summary>
public sealed record ApiKeyView
{
    /// <summary>Letters, digits, dots, dashes and underscores, at most 60.</summary>
    public required string Name { get; init; }

    /// <summary>Sources that it may send for; one that ends with * matches every source that begins with it.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What it may do: touchpoints.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>From the oldest to the newest. Two are valid while the key is rotated.</summary>
    public required IReadOnlyList<ApiKeySecretView> Secrets { get; init; }
}

/// <summary>A secret of a key, without what it is.</summary>
public sealed record ApiKeySecretView
{
    /// <summary>The part of the secret after <c>cx_</c>.</summary>
    public required string Id { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>By the system's clock, as all times of keys.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required bool Expired { get; init; }

    /// <summary>Within a minute; null: not used so far.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>Body of <c>POST /v1/keys</c>.</summary>
public sealed record NewApiKey
{
    /// <summary>One that no key has.</summary>
    public required string Name { get; init; }

    /// <summary>1 to 100 sources; one that ends with * matches every source that begins with it. Only of a key that sends touchpoints.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>touchpoints, assistant, and of an assistant assistant-draft and personal-data. Null: touchpoints.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Within five years; null: in a year.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Body of <c>POST /v1/keys/{name}/rotate</c>.</summary>
public sealed record KeyRotation
{
    /// <summary>Until when the secret before stays valid; null: for seven days.</summary>
    public DateTimeOffset? EarlierUntil { get; init; }

    /// <summary>When the new secret expires, within five years; null: in a year.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Answer with a new secret.</summary>
public sealed record ApiKeyMade
{
    /// <summary>What the machine sends as <c>Authorization: Bearer</c>. It is shown this once.</summary>
    public required string Secret { get; init; }

    public required ApiKeyView Key { get; init; }
}
