using System.Collections.Immutable;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Publishing;

/// <summary>Result of the last import.</summary>
/// <param name="Origin">Where the documents came from: a folder or a pack.</param>
/// <param name="Errors">Why it was refused; none where it was published.</param>
public sealed record ImportStatus(string Origin, ImmutableArray<DocumentError> Errors)
{
    /// <summary>Most errors that <see cref="Problem"/> names.</summary>
    private const int NamedMax = 10;

    public static ImportStatus None { get; } = new("", []);

    /// <summary>The refusal and its first errors, each with file, line and column; null where there are none.</summary>
    public string? Problem => Errors.IsEmpty
        ? null
        : $"The import from {Origin} was refused: {string.Join("; ", Errors.Take(NamedMax))}{(Errors.Length > NamedMax ? $"; and {Errors.Length - NamedMax} more errors" : "")}.";
}
