namespace CxOrchestrator.Api.Images;

/// <summary><c>GET /v1/images</c>: uploaded images, newest first, and how much room there is.</summary>
public sealed record ImagesView
{
    public required IReadOnlyList<ImageView> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for older ones; null: there are none.</summary>
    public string? Next { get; init; }

    /// <summary>How many are stored.</summary>
    public required int Total { get; init; }

    /// <summary>Most that can be stored.</summary>
    public required int TotalMax { get; init; }

    /// <summary>Bytes of all of them.</summary>
    public required long Bytes { get; init; }

    /// <summary>Most bytes of all of them.</summary>
    public required long BytesMax { get; init; }

    /// <summary>Most bytes of an image.</summary>
    public required int ImageBytesMax { get; init; }

    /// <summary>Messages can show them: <c>Links:PublicAddress</c> is set.</summary>
    public required bool Reachable { get; init; }
}

/// <summary>An uploaded image.</summary>
public sealed record ImageView
{
    public required string Id { get; init; }

    /// <summary>As people know it.</summary>
    public required string Name { get; init; }

    /// <summary>What a template writes as the source of an image, like <c>image:0123….png</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>Where the gateway serves it, without sign-in.</summary>
    public required string Path { get; init; }

    /// <summary>image/png, image/jpeg, image/gif or image/webp.</summary>
    public required string MediaType { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    public required int Bytes { get; init; }

    public required string UploadedBy { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset UploadedAt { get; init; }
}

/// <summary><c>GET /v1/images/{id}</c>: an image and what uses it.</summary>
public sealed record ImageDetail
{
    public required ImageView Image { get; init; }

    /// <summary>Published documents and drafts that name it; it cannot be deleted while there are any.</summary>
    public required IReadOnlyList<ImageUse> UsedBy { get; init; }
}

/// <summary>A document that names an image.</summary>
public sealed record ImageUse
{
    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>The document's draft names it; else what is published.</summary>
    public required bool Draft { get; init; }
}
