using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary>Documents as the API says them.</summary>
internal static class DefinitionViews
{
    public static DocumentView Of(StoredDocument document, CompiledDefinitions definitions, bool withText) => new()
    {
        Kind = document.Kind,
        Id = document.Id,
        Name = NameOf(document, definitions) ?? document.Id,
        Version = document.Version,
        File = document.File,
        Text = withText ? document.Text : null,
        Enabled = document.Kind != "policy" || definitions.Policy(document.Id)?.Enabled != false,
    };

    public static DocumentProblem Of(DocumentError error) => new()
    {
        File = error.File,
        Line = error.Line,
        Column = error.Column,
        Message = error.Message,
    };

    private static string? NameOf(StoredDocument document, CompiledDefinitions definitions) => document.Kind switch
    {
        "journey" => definitions.Journey(document.Id)?.Name,
        "segment" => definitions.Segment(document.Id)?.Name,
        "policy" => definitions.Policy(document.Id)?.Name,
        "template" => definitions.Template(document.Id)?.Name,
        "connection" => definitions.Set.Connections.FirstOrDefault(c => c.Id == document.Id)?.Name ?? definitions.Set.SourceConnections.FirstOrDefault(c => c.Id == document.Id)?.Name,
        "form" => definitions.Set.Forms.FirstOrDefault(f => f.Id == document.Id)?.Name,
        "source" => definitions.Set.Sources.FirstOrDefault(s => s.Id == document.Id)?.Name,
        "provider" => definitions.Provider(document.Id)?.Name,
        _ => null,
    };
}
