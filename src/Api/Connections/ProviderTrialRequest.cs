namespace CxOrchestrator.Api.Connections;

/// <summary>What a provider document is tried with: body of <c>POST /v1/providers/try</c>. Nothing is sent or stored.</summary>
public sealed record ProviderTrialRequest
{
    /// <summary>Text of a provider document; this or <see cref="Provider"/>.</summary>
    public string? Document { get; init; }

    /// <summary>Id of a published or built-in provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Settings of a connection, by name; none by default.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>The message to send; a sample by default.</summary>
    public TrialMessage? Message { get; init; }

    /// <summary>A recorded answer of the provider.</summary>
    public TrialAnswer? Answer { get; init; }

    /// <summary>A recorded request to the webhook. Its signature is not verified.</summary>
    public TrialWebhook? Webhook { get; init; }
}

/// <summary>A message; what is not stated is as in the sample of its channel.</summary>
public sealed record TrialMessage
{
    /// <summary>One of the provider's channels; the first of them by default.</summary>
    public string? Channel { get; init; }

    public string? To { get; init; }

    public string? ToName { get; init; }

    public string? Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>BCP 47, like <c>en</c>.</summary>
    public string? Language { get; init; }

    /// <summary>service or promotion.</summary>
    public string? Category { get; init; }

    public IReadOnlyDictionary<string, string>? Values { get; init; }
}

/// <summary>A recorded answer.</summary>
public sealed record TrialAnswer
{
    /// <summary>HTTP status, 100 to 599.</summary>
    public required int Status { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>At most 64 KiB.</summary>
    public string? Body { get; init; }
}

/// <summary>A recorded request to a webhook.</summary>
public sealed record TrialWebhook
{
    /// <summary>POST by default.</summary>
    public string? Method { get; init; }

    /// <summary>Query of the address, like <c>source=sms</c>.</summary>
    public string? Query { get; init; }

    /// <summary>By default the body is JSON.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public string? Body { get; init; }
}
