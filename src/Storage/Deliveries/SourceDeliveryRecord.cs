namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A delivery of another system.</summary>
public sealed record SourceDeliveryRecord
{
    /// <summary>Longest body and result that are kept, in bytes each; of a longer one nothing.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Given by the store.</summary>
    public long Number { get; init; }

    public required string Connection { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Why it was refused, as a sentence; null where it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>Bytes of the body as it arrived.</summary>
    public required int Size { get; init; }

    /// <summary>JSON of the headers, without those that prove anything; null where it was refused.</summary>
    public string? Headers { get; init; }

    /// <summary>The body, unpacked; null where it was refused, or is too long.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>JSON of its events and their touchpoints; null where it was refused, or is too long.</summary>
    public string? Result { get; init; }
}
