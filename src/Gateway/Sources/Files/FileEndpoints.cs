using System.Collections.Immutable;
using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Sources.Files;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Storage.Files;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary><c>/v1/sources/{id}/files</c>: files that become touchpoints of a source.</summary>
internal sealed class FileEndpoints(IDefinitions definitions, IFileImports imports, FileUploads uploads, RequestBodies bodies, JourneyClock clock)
{
    private const int NameLengthMax = 200;
    private const int PreviewBytesMax = 8 << 20;

    private static readonly string[] MediaTypes =
    [
        "text/csv", "text/tab-separated-values", "text/plain", "application/x-ndjson", "application/jsonl", "application/json", "application/gzip", "application/vnd.apache.parquet", "application/x-parquet",
    ];

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder sources)
    {
        sources.MapPost("/{id}/files", (string id, [Description("The file's name; its ending says the format.")] string? name, HttpContext context, FileEndpoints files) => files.AddAsync(id, name, context))
            .WithName("ImportSourceFile").WithSummary("Import a file: each row becomes touchpoints as the source document says")
            .WithDescription("The body is the file: CSV, JSON lines or Parquet, by the content type or the ending of the name. It is stored and imported in the background. Importing a file again changes nothing where its rows have an id or a time.")
            .WithMetadata(new RequestSizeLimitAttribute(long.MaxValue))
            .Accepts<string>("application/octet-stream", MediaTypes).Produces<FileImportView>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status413PayloadTooLarge).Refuses(StatusCodes.Status429TooManyRequests);
        sources.MapPost(
                "/{id}/files/preview",
                (string id, [Description("The file's name; its ending says the format.")] string? name, [Description("true: the body is only the beginning of the file.")] string? part, HttpContext context, FileEndpoints files) =>
                    files.PreviewAsync(id, name, part, context))
            .WithName("PreviewSourceFile").WithSummary("The first rows of a file, and what they would become")
            .WithDescription("Columns with guessed types, the touchpoints of the first 100 rows, errors by row, and a source document guessed from the columns. Nothing is stored.")
            .Accepts<string>("application/octet-stream", MediaTypes).Produces<FilePreviewView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status413PayloadTooLarge);
        sources.MapGet("/{id}/files", async (string id, IFileImports imports, CancellationToken cancellationToken) => TypedResults.Json(
                new FileImportsView { Items = [.. (await imports.ListAsync(id, cancellationToken)).Select(FileImportViews.Of)] }, ApiJson.Default.FileImportsView))
            .WithName("ListSourceFiles").WithSummary("Imports of a source, newest first").Produces<FileImportsView>();
        sources.MapGet("/{id}/files/{file}", (string id, string file, FileEndpoints files, CancellationToken cancellationToken) => files.GetAsync(id, file, cancellationToken))
            .WithName("GetSourceFile").WithSummary("An import with its rejected rows").Produces<FileImportView>().Refuses(StatusCodes.Status404NotFound);
        sources.MapPost("/{id}/files/{file}/cancel", (string id, string file, HttpContext context, FileEndpoints files, CancellationToken cancellationToken) => files.CancelAsync(id, file, context, cancellationToken))
            .WithName("CancelSourceFile").WithSummary("Cancel an import").WithDescription("Touchpoints that are in the log stay there.").Produces<FileImportView>()
            .Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
    }

    private async Task<IResult> AddAsync(string id, string? name, HttpContext context)
    {
        var arguments = new Arguments();
        var format = Format(name, context, arguments);
        if (arguments.Problem is { } wrong)
        {
            return wrong;
        }

        var current = definitions.Current;
        if (current.Set.SourceConnections.FirstOrDefault(c => c.Id == id) is not { } connection)
        {
            return Unknown(id);
        }

        if (!connection.Enabled || BuiltInSources.Find(current, connection.Source) is null)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "source-not-ready", "The source cannot take a file",
                connection.Enabled ? $"There is no source document '{connection.Source}'." : $"The connection {id} is disabled.", connection.Enabled ? "Publish its document." : "Enable and publish it."));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = uploads.BytesMax + 1;
        }

        if (!uploads.TryBegin())
        {
            return TooMany("As many files as may be are being uploaded.", "Wait until one of them is stored.");
        }

        try
        {
            return await StoreAsync(uploads.New(id, string.IsNullOrWhiteSpace(name) ? $"{id}.{format!.Value.Name}" : name, format!.Value, context.Actor().Name), context);
        }
        finally
        {
            uploads.End();
        }
    }

    private async Task<IResult> StoreAsync(FileImport import, HttpContext context)
    {
        if (!await imports.BeginAsync(import, context.RequestAborted))
        {
            return TooMany($"{IFileImports.WaitingMax} imports wait already.", "Wait until one has ended, or cancel one.");
        }

        AuditedEndpoints.Detail(context, import.Name);
        var outcome = await uploads.StoreAsync(import, context.Request.Body, context.RequestAborted);
        if (outcome == UploadOutcome.Empty)
        {
            var arguments = new Arguments();
            arguments.Wrong("", "The body is empty. Send the file as the body.");
            return arguments.Problem!;
        }

        return outcome switch
        {
            UploadOutcome.Stored => TypedResults.Json(
                FileImportViews.Of((await imports.GetAsync(import.Id, CancellationToken.None))!), ApiJson.Default.FileImportView, statusCode: StatusCodes.Status201Created),
            UploadOutcome.TooLarge => Problems.Of(Problems.TooLarge($"A file has at most {uploads.BytesMax:N0} bytes here.", "Split the file, or compress it. Nothing was kept.")),
            _ => Ended(import.Id),
        };
    }

    private async Task<IResult> PreviewAsync(string id, string? name, string? part, HttpContext context)
    {
        var arguments = new Arguments();
        var (format, partial) = (Format(name, context, arguments), arguments.Flag("part", part) ?? false);
        if (arguments.Problem is { } wrong)
        {
            return wrong;
        }

        using var body = bodies.Command(context, PreviewBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        using var bytes = new MemoryStream(body.Bytes.ToArray(), writable: false);
        var preview = await FilePreview.ReadAsync(bytes, format!.Value, partial, context.RequestAborted);
        var current = definitions.Current;
        var title = Path.GetFileNameWithoutExtension(name) is { Length: > 0 } file ? file : id;
        if (current.Set.SourceConnections.FirstOrDefault(c => c.Id == id) is not { } connection || BuiltInSources.Find(current, connection.Source) is not { } source)
        {
            return TypedResults.Json(FileImportViews.Of(preview, ProposedId(title), title), ApiJson.Default.FilePreviewView);
        }

        return TypedResults.Json(FileImportViews.Of(preview, Map(preview, connection, source), ProposedId(title), title), ApiJson.Default.FilePreviewView);
    }

    private ImmutableArray<MappedRow> Map(FilePreview preview, SourceConnection connection, SourceDefinition source)
    {
        var mapper = new RowMapper(source, connection.Settings, connection.Id, clock.Now);
        return [.. preview.Rows.Select(mapper.Map).Select(r => r with { Events = MappedCustomers.Presume(r.Events) })];
    }

    private async Task<IResult> GetAsync(string id, string file, CancellationToken cancellationToken) =>
        await imports.GetAsync(file, cancellationToken) is { } import && import.Connection == id ? TypedResults.Json(FileImportViews.Of(import), ApiJson.Default.FileImportView) : UnknownFile(id, file);

    private async Task<IResult> CancelAsync(string id, string file, HttpContext context, CancellationToken cancellationToken)
    {
        if (await imports.GetAsync(file, cancellationToken) is not { } import || import.Connection != id)
        {
            return UnknownFile(id, file);
        }

        AuditedEndpoints.Detail(context, import.Name);
        return await imports.CancelAsync(file, cancellationToken)
            ? TypedResults.Json(FileImportViews.Of((await imports.GetAsync(file, CancellationToken.None))!), ApiJson.Default.FileImportView)
            : Ended(file);
    }

    private static FileFormat? Format(string? name, HttpContext context, Arguments arguments)
    {
        if (name?.Length > NameLengthMax || name?.Any(char.IsControl) == true)
        {
            arguments.Wrong("name", $"A name has at most {NameLengthMax} characters.");
            return null;
        }

        var format = FileFormat.Of(name, context.Request.ContentType);
        if (format is null)
        {
            arguments.Wrong("name", $"Neither the content type nor the name says what the file is. Give a name that ends in {FileFormat.Endings}.");
        }

        return format;
    }

    // An id of a document: of a name what may be in one.
    private static string ProposedId(string name)
    {
        var id = string.Join('-', string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return id.Length == 0 || !char.IsAsciiLetter(id[0]) ? $"file-{id}".TrimEnd('-') : id;
    }

    private static IResult TooMany(string detail, string cure) =>
        Problems.Of(Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-uploads", "Too many files at a time", detail, cure), AgainAfter);

    private static IResult Ended(string file) =>
        Problems.Of(Problems.Make(StatusCodes.Status409Conflict, "import-ended", "The import has ended", $"The import {file} is done, failed or cancelled.", "Import the file again: what was imported changes nothing."));

    private static IResult Unknown(string id) =>
        Problems.NotFound("unknown-source", "There is no such source", $"No published connection with a source has the id {id}.", "GET /v1/sources lists them.");

    private static IResult UnknownFile(string id, string file) =>
        Problems.NotFound("unknown-file", "There is no such import", $"The source {id} has no import {file}.", $"The newest {IFileImports.KeptMax} of a source are kept; GET /v1/sources/{id}/files lists them.");
}
