namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A delivery to keep until its events are enriched, without what proved who sent it.</summary>
public sealed record NewWaitingDelivery
{
    public required string Connection { get; init; }

    /// <summary>By the journey's clock: the time of its events that state none.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    /// <summary>JSON of the headers.</summary>
    public required string Headers { get; init; }

    /// <summary>Unpacked.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
