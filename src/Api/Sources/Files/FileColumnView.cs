namespace CxOrchestrator.Api.Sources.Files;

/// <summary>A column of a file.</summary>
public sealed record FileColumnView
{
    public required string Name { get; init; }

    /// <summary>text, number, boolean, time or nested.</summary>
    public required string Type { get; init; }

    /// <summary>Up to three of its first values.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required IReadOnlyList<string> Examples { get; init; }
}
