using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary><c>/v1/backtest-files</c>: touchpoints that are not recorded here.</summary>
internal static class BacktestFileEndpoints
{
    private const int NameLengthMax = 200;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    public static void MapBacktestFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/v1/backtest-files").WithTags("Backtests");
        files.MapPost("/", AddAsync)
            .WithName("AddBacktestFile").WithSummary("Upload touchpoints to try documents on: one JSON object a line")
            .WithDescription("Kept for a day by the gateway that received it. Nothing in it reaches a customer.")
            .Accepts<string>("application/x-ndjson", "application/jsonl", "text/plain", "application/octet-stream").Produces<BacktestFileView>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status429TooManyRequests);
        files.MapGet("/", (BacktestFiles kept) => TypedResults.Json(new Page<BacktestFileView> { Items = kept.List() }, ApiJson.Default.PageBacktestFileView))
            .WithName("ListBacktestFiles").WithSummary("Uploaded files, newest first").Produces<Page<BacktestFileView>>();
        files.MapDelete("/{id}", Remove)
            .WithName("RemoveBacktestFile").WithSummary("Remove an uploaded file").Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> AddAsync([Description("The file's name, for people.")] string? name, HttpContext context, BacktestFiles files, CancellationToken cancellationToken)
    {
        if (name?.Length > NameLengthMax || name?.Any(char.IsControl) == true)
        {
            var arguments = new Arguments();
            arguments.Wrong("name", $"A name of at most {NameLengthMax} characters.");
            return arguments.Problem!;
        }

        // What one request may hold in memory does not bound what is written to a file.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = files.BytesMax + 1;
        }

        if (!files.TryBegin())
        {
            return Problems.Of(
                Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-uploads", "Too many files are being uploaded", "As many as may be are under way.", "Wait until one of them is done."), AgainAfter);
        }

        try
        {
            return await files.AddAsync(string.IsNullOrWhiteSpace(name) ? "touchpoints" : name, context.Actor().Name, context.Request.Body, cancellationToken) is { } file
                ? TypedResults.Json(file, ApiJson.Default.BacktestFileView, statusCode: StatusCodes.Status201Created)
                : Problems.Of(Problems.TooLarge($"A file has at most {files.BytesMax:N0} bytes here.", "Upload a shorter stretch of time. Nothing was kept."));
        }
        finally
        {
            files.End();
        }
    }

    private static IResult Remove(string id, BacktestFiles files) => files.Remove(id)
        ? TypedResults.NoContent()
        : Problems.NotFound("unknown-file", "There is no such file", "This gateway has no uploaded file of that id.", "GET /v1/backtest-files lists them.");
}
