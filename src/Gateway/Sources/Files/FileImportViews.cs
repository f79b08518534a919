using System.Collections.Immutable;
using CxOrchestrator.Api.Sources.Files;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Storage.Files;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>Imports and previews as the API shows them.</summary>
internal static class FileImportViews
{
    public static FileImportView Of(FileImport import) => new()
    {
        Id = import.Id,
        Source = import.Connection,
        Name = import.Name,
        Format = import.Format,
        Bytes = import.Bytes,
        CreatedAt = import.CreatedAt,
        CreatedBy = import.CreatedBy,
        State = import.State.ToString().ToLowerInvariant(),
        EndedAt = import.EndedAt,
        Problem = import.Problem,
        Rows = import.Counts.Rows,
        Touchpoints = import.Counts.Touchpoints,
        Dropped = import.Counts.Dropped,
        Rejected = import.Counts.Rejected,
        Errors = [.. import.Errors.Select(e => new FileRowErrorView { Row = e.Row, Reason = e.Reason })],
    };

    public static FilePreviewView Of(FilePreview preview, ImmutableArray<MappedRow> rows, string id, string name) => new()
    {
        Problem = preview.Problem,
        Columns = [.. preview.Columns.Select(c => new FileColumnView { Name = c.Name, Type = Word(c.Type), Examples = c.Examples })],
        Rows = [.. rows.Select(r => new FileRowView { Row = r.Number, Problem = r.Rejection, Events = SourceEventViews.Of(r.Events) })],
        Proposal = preview.Columns.IsEmpty ? null : SourceProposal.Of(id, name, preview.Columns),
    };

    /// <summary>Rows for which there is no source document yet.</summary>
    public static FilePreviewView Of(FilePreview preview, string id, string name) => Of(preview, [], id, name) with
    {
        Rows = [.. preview.Rows.Select(r => new FileRowView { Row = r.Number, Problem = r.Problem, Events = [] })],
    };

    private static string Word(ColumnType type) => type == ColumnType.DecimalComma ? "number" : type.ToString().ToLowerInvariant();
}
