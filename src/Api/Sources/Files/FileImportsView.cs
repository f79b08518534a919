namespace CxOrchestrator.Api.Sources.Files;

/// <summary>Imports of a source: <c>GET /v1/sources/{id}/files</c>.</summary>
public sealed record FileImportsView
{
    /// <summary>Newest first, at most 50.</summary>
    public required IReadOnlyList<FileImportView> Items { get; init; }
}
