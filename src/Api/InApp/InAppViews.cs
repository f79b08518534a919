namespace CxOrchestrator.Api.InApp;

/// <summary><c>GET /in-app/v1/messages</c>: a customer's messages, newest first.</summary>
public sealed record InAppMessagesView
{
    public required IReadOnlyList<InAppMessageView> Items { get; init; }

    /// <summary>Give it back as <c>after</c> for what is newer than these.</summary>
    public required string Cursor { get; init; }
}

/// <summary>A message for a customer's app.</summary>
public sealed record InAppMessageView
{
    public required string Id { get; init; }

    public string? Title { get; init; }

    public required string Text { get; init; }

    /// <summary>Where a click leads; null: the message has no button.</summary>
    public string? Link { get; init; }

    /// <summary>What the button says; null: the app's own word.</summary>
    public string? LinkText { get; init; }

    /// <summary>Address of an image.</summary>
    public string? Image { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>From then on it is not shown; null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required bool Read { get; init; }
}

/// <summary>An item of <c>GET /v1/in-app/keys</c>: a key with which your servers sign who a customer is.</summary>
public sealed record InAppKeyView
{
    /// <summary>The <c>kid</c> of tokens.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Body of <c>POST /v1/in-app/keys</c>.</summary>
public sealed record NewInAppKey
{
    /// <summary>1 to 60 letters, digits, dots, dashes and underscores; one that no key has.</summary>
    public required string Name { get; init; }
}

/// <summary>Answer of <c>POST /v1/in-app/keys</c>.</summary>
public sealed record InAppKeyMade
{
    public required InAppKeyView Key { get; init; }

    /// <summary>Signs tokens (HS256, with these characters as bytes). It is shown once, here.</summary>
    public required string Secret { get; init; }
}
