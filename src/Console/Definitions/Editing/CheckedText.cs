using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What a check came to.</summary>
public sealed record CheckedText(string? Text, ImmutableArray<EditorProblem> Problems)
{
    /// <summary>What may be meant and is worth a look, in the document itself; nothing waits for it.</summary>
    public ImmutableArray<EditorProblem> Warnings { get; init; } = [];

    public static CheckedText None { get; } = new(null, []);

    /// <summary>In the document itself.</summary>
    public IEnumerable<EditorProblem> Here => Problems.Where(p => p.Path is not null);

    /// <summary>In documents that name this one.</summary>
    public IEnumerable<EditorProblem> Elsewhere => Problems.Where(p => p.Path is null);

    /// <summary>Errors of exactly that field.</summary>
    public IEnumerable<EditorProblem> At(DocumentPath path) => Here.Where(p => p.Path == path);

    /// <summary>Errors of the field and of all that is in it.</summary>
    public IEnumerable<EditorProblem> Within(DocumentPath path) => Here.Where(p => p.Path!.IsWithin(path));
}
