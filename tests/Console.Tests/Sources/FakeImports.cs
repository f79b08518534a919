using System.Net;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api.Sources.Files;

namespace CxOrchestrator.Console.Tests.Sources;

/// <summary>A gateway that previews and takes files, and notes what it was asked.</summary>
internal sealed class FakeImports : HttpMessageHandler
{
    public List<FileImportView> Imports { get; } = [];

    public List<string> Asked { get; } = [];

    public FilePreviewView Preview { get; set; } = new() { Columns = [], Rows = [] };

    public static FileImportView Import(string id, string state) => new()
    {
        Id = id,
        Source = "shop",
        Name = $"{id}.csv",
        Format = "csv",
        Bytes = 9,
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "mara",
        State = state,
        Rows = 1_500,
        Touchpoints = 1_490,
        Dropped = 0,
        Rejected = 10,
        Errors = [new FileRowErrorView { Row = 7, Reason = "The row has 1 field, and the header 2." }],
    };

    public ApiClient Client() => new(new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://gateway.example") });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var length = request.Content is null ? 0 : (await request.Content.ReadAsByteArrayAsync(cancellationToken)).Length;
        Asked.Add($"{request.Method} {request.RequestUri.PathAndQuery}{(length > 0 ? $" {length}" : "")}");
        if (path.EndsWith("/preview", StringComparison.Ordinal))
        {
            return Json(Preview, HttpStatusCode.OK);
        }

        if (request.Method == HttpMethod.Post)
        {
            Imports.Insert(0, Import("new", "waiting"));
            return Json(Imports[0], HttpStatusCode.Created);
        }

        return path.EndsWith("/files", StringComparison.Ordinal) ? Json(new FileImportsView { Items = Imports }, HttpStatusCode.OK) : Json(Imports.Single(i => path.EndsWith($"/{i.Id}", StringComparison.Ordinal)), HttpStatusCode.OK);
    }

    private static HttpResponseMessage Json<T>(T value, HttpStatusCode status) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), Encoding.UTF8, "application/json") };
}
