namespace CxOrchestrator.Storage.Images;

/// <summary>An uploaded image. It never changes: other bytes are another image.</summary>
public sealed record StoredImage
{
    /// <summary>The first 128 bits of the SHA-256 of its bytes, as 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>As people know it; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>image/png, image/jpeg, image/gif or image/webp, as its content says.</summary>
    public required string MediaType { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>In bytes.</summary>
    public required int Length { get; init; }

    public required string UploadedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset UploadedAt { get; init; }
}
