using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions;

/// <summary>A document and the name it is known by in errors.</summary>
public sealed record DocumentSource(string File, string Text);

/// <summary>What is wrong in a document and where; line and column from 1.</summary>
public sealed record DocumentError(string File, int Line, int Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>A document that was read: its kind, its id, its name, and its own part of the file.</summary>
public sealed record ReadDocument(string Kind, string Id, string Name, bool Enabled, DocumentSource Source);

/// <summary>What reading came to: the set where no document has an error, and all errors of all documents otherwise, in the order of files and places.</summary>
public sealed record ReadResult(DefinitionSet? Set, ImmutableArray<ReadDocument> Documents, ImmutableArray<DocumentError> Errors)
{
    /// <summary>What may be meant and is worth a look, with its place; none where there are errors. At most <see cref="WarningsMax"/>.</summary>
    public ImmutableArray<DocumentError> Warnings { get; init; } = [];

    /// <summary>Most warnings that are reported at once.</summary>
    public const int WarningsMax = 100;
}

/// <summary>
/// Reads journeys, segments, policies, templates, providers, settings and guardrails from YAML, checks them alone and together, and makes the set the core runs.
/// Never throws on what documents hold; needs no files, threads or clock, so it runs in the browser as well.
/// </summary>
public static class DefinitionReader
{
    /// <summary>Most bytes of a file, in UTF-8.</summary>
    public const int FileBytesMax = 1 << 20;

    /// <summary>Most documents of a set, and most files.</summary>
    public const int DocumentsMax = 10_000;

    /// <param name="documents">One or several documents a file (separated by <c>---</c>).</param>
    /// <param name="versions">Version of each document by (kind, id); 0 where it is missing.</param>
    /// <param name="setVersion">Version of the set.</param>
    /// <param name="published">
    /// They were checked as they were published. What is only refused since, while the core can run it, is no error then: a silo could not start
    /// on what is published, and no history under it could be folded again.
    /// </param>
    public static ReadResult Read(IEnumerable<DocumentSource> documents, Func<string, string, int>? versions = null, int setVersion = 0, bool published = false) =>
        new SetReading(versions, setVersion, published).Read(documents);
}
