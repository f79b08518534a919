using CxOrchestrator.Api;
using Microsoft.AspNetCore.Diagnostics;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Whatever no endpoint answered, as a problem.</summary>
internal sealed partial class Faults(ILogger<Faults> logger) : IExceptionHandler
{
    // Where addresses of the API and of signing in are.
    private static readonly PathString[] Programs = ["/v1", "/hubs", "/health", "/metrics", "/openapi", "/docs", "/sign-in", "/sign-out", "/i", "/l", "/o", "/u", "/p"];

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        if (exception is BadHttpRequestException bad)
        {
            await Problems.WriteAsync(httpContext, Of(bad.StatusCode, httpContext.Request.Path) ?? Problems.Make(
                bad.StatusCode, "bad-request", "The request cannot be read", bad.Message, "See /docs for what is expected."));
            return true;
        }

        if (StoreFailure.IsPassing(exception))
        {
            // The health says so, and its line is in the log already: not one more for each request.
            await Problems.WriteAsync(httpContext, Problems.Away(IsRead(httpContext.Request)), Problems.AwayRetry);
            return true;
        }

        LogFault(logger, exception, httpContext.TraceIdentifier);
        await Problems.WriteAsync(httpContext, Problems.Make(
            StatusCodes.Status500InternalServerError,
            "fault",
            "Something failed here",
            "The request was understood; answering it failed on this side.",
            "Try again. If the problem persists, look for the trace id in the gateway's log.") with
        { TraceId = httpContext.TraceIdentifier });
        return true;
    }

    /// <summary>Answers that have a status and no body.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        return Of(http.Response.StatusCode, http.Request.Path) is { } problem ? Problems.WriteAsync(http, problem) : Task.CompletedTask;
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static Problem? Of(int status, PathString path) => status switch
    {
        StatusCodes.Status404NotFound => Problems.UnknownRoute(path.Value ?? ""),

        // Only the console's page is there, which is for reading: what was sent was meant for another address.
        StatusCodes.Status405MethodNotAllowed when !Programs.Any(p => path.StartsWithSegments(p)) => Problems.UnknownRoute(path.Value ?? ""),
        StatusCodes.Status405MethodNotAllowed => Problems.Make(
            status, "wrong-method", "This address has no such method", $"See Allow for those that {path} has.", "See /docs."),
        StatusCodes.Status413PayloadTooLarge => Problems.TooLarge("The body has more bytes than are read here.", "Send less in one request."),
        StatusCodes.Status415UnsupportedMediaType => Problems.Make(
            status, "unsupported-media-type", "This media type is not read here", "The Content-Type is missing or another.", "Send application/json."),
        _ => null,
    };

    [LoggerMessage(3201, LogLevel.Error, "Request {TraceId} failed")]
    private static partial void LogFault(ILogger logger, Exception exception, string traceId);
}
