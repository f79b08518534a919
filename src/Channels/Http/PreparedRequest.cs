namespace CxOrchestrator.Channels.Http;

/// <summary>A request with everything filled in; secrets are in it.</summary>
internal sealed class PreparedRequest
{
    public required HttpMethod Method { get; init; }

    public required Uri Url { get; init; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }
}
