namespace CxOrchestrator.Api.Connections;

/// <summary>Connections: <c>GET /v1/connections</c>.</summary>
public sealed record ConnectionsView
{
    public required IReadOnlyList<ConnectionView> Items { get; init; }
}

/// <summary>A published connection with its state. Times by the system's clock.</summary>
public sealed record ConnectionView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Version of its document; 0: it is not published, and secrets were entered for it.</summary>
    public required int Version { get; init; }

    public required string Channel { get; init; }

    /// <summary>smtp, mailbox, or the id of a provider.</summary>
    public required string Provider { get; init; }

    /// <summary>working, unused, failing, paused, incomplete (something is missing or wrong), disabled.</summary>
    public required string State { get; init; }

    /// <summary>What is missing, wrong or failing, and what to do.</summary>
    [Sensitive(SensitiveKind.Error)]
    public string? Problem { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? WorkedAt { get; init; }

    public string? PausedBy { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public required int Weight { get; init; }

    public int? RatePerSecond { get; init; }

    /// <summary>By name; nothing secret.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<ConnectionSecretView> Secrets { get; init; }

    /// <summary>The mailbox that reports and replies come to; null: it has none.</summary>
    public ReturnMailboxView? Mailbox { get; init; }

    /// <summary>Path of this installation that the provider reports to; null where it reports nothing.</summary>
    public string? ReportsTo { get; init; }
}

/// <summary>A secret of a connection; never its value.</summary>
public sealed record ConnectionSecretView
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>missing, entered, environment, file, otherTarget (entered for another provider or address).</summary>
    public required string State { get; init; }

    public string? SetBy { get; init; }

    public DateTimeOffset? SetAt { get; init; }
}

/// <summary>A secret to keep: body of <c>PUT /v1/connections/{id}/secrets/{name}</c>.</summary>
public sealed record NewSecret
{
    /// <summary>1 to 10,000 characters.</summary>
    public required string Value { get; init; }

    /// <summary>The connection's document, where it is not published yet; its provider and address are what the secret is entered for.</summary>
    public string? Document { get; init; }
}

/// <summary>What is tested: body of <c>POST /v1/connections/{id}/test</c>.</summary>
public sealed record ConnectionTrial
{
    /// <summary>The connection's document, where it is not published yet.</summary>
    public string? Document { get; init; }
}

/// <summary>What the test of a connection found.</summary>
public sealed record ConnectionTestView
{
    public required bool Works { get; init; }

    /// <summary>What works, or what is wrong and what to do, in a sentence.</summary>
    public required string Text { get; init; }
}

/// <summary>Whether a connection is paused: body of <c>PUT /v1/connections/{id}/paused</c>.</summary>
public sealed record ConnectionPause
{
    public required bool Paused { get; init; }
}
