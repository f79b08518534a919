using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>What a template's texts are made for.</summary>
public enum TemplateFormat
{
    /// <summary>Plain text: values stand as they are.</summary>
    Text,

    /// <summary>HTML: values are escaped.</summary>
    Html,
}

/// <summary>The words of a message in several languages.</summary>
public sealed record TemplateDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    public TemplateFormat Format { get; init; }

    /// <summary>The language for customers whose own is not there or not known.</summary>
    public required string Fallback { get; init; }

    /// <summary>One for each language; the fallback among them.</summary>
    public required ImmutableArray<TemplateTexts> Languages { get; init; }

    /// <summary>The texts for a customer's language: of that very language (<c>pt-BR</c>), else of its first part (<c>pt</c>), else the fallback's.</summary>
    public TemplateTexts For(string? language)
    {
        var part = language?.Split('-', '_')[0];
        return Find(language) ?? Find(part) ?? Find(Fallback)!;
    }

    private TemplateTexts? Find(string? language) => language is null
        ? null
        : Languages.FirstOrDefault(t => string.Equals(t.Language, language.Replace('_', '-'), StringComparison.OrdinalIgnoreCase));
}

/// <summary>A template's texts in one language.</summary>
public sealed record TemplateTexts
{
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    public IText? Subject { get; init; }

    public required IText Text { get; init; }
}
