using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Hosting;

namespace CxOrchestrator.Gateway.Http;

/// <summary>The API's errors, each with what, why and cure.</summary>
internal static class Problems
{
    private const string TypePrefix = "urn:cx:problem:";

    public static IResult Of(Problem problem, TimeSpan? retryAfter = null) => new ProblemResult(problem, retryAfter);

    public static Problem Make(int status, string type, string title, string detail, string cure) => new()
    {
        Type = TypePrefix + type,
        Title = title,
        Status = status,
        Detail = detail,
        Cure = cure,
    };

    public static IResult NotFound(string type, string title, string detail, string cure) =>
        Of(Make(StatusCodes.Status404NotFound, type, title, detail, cure));

    public static IResult UnknownCustomer(string customer) => NotFound(
        "unknown-customer",
        "There is no such customer",
        $"No touchpoint of customer {customer} has been applied yet.",
        "Check the id, or look for it with GET /v1/search?q=.");

    public static IResult ErasedCustomer() => Of(Make(
        StatusCodes.Status410Gone,
        "customer-erased",
        "The customer was erased",
        "What was known of the customer is gone, and touchpoints that come in late are counted and not kept.",
        "An administrator can let the customer come back with DELETE /v1/customers/{customer}/erasure."));

    public static IResult WrongArguments(IReadOnlyList<FieldProblem> errors) => Of(WrongArgument(errors));

    public static Problem WrongArgument(IReadOnlyList<FieldProblem> errors) => Make(
        StatusCodes.Status400BadRequest,
        "wrong-arguments",
        "The request has arguments that cannot be used",
        string.Join(" ", errors.Select(e => $"{e.Pointer}: {e.Detail}")),
        "Correct the arguments named under errors.") with
    { Errors = errors };

    public static Problem UnknownRoute(string path) => Make(
        StatusCodes.Status404NotFound,
        "unknown-route",
        "There is nothing at this address",
        $"The API has no {path}.",
        "Touchpoints go to POST /v1/touchpoints. See /docs for everything else.");

    public static Problem Unavailable(string detail) => Make(
        StatusCodes.Status503ServiceUnavailable,
        "unavailable",
        "The store cannot be reached or cannot write",
        detail,
        "Nothing was accepted. Send it again after the time in Retry-After.");

    /// <summary>When to come again where the store or the silos are away.</summary>
    public static TimeSpan AwayRetry { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The store or the silos are away: the same works later.</summary>
    public static Problem Away(bool read) => Make(
        StatusCodes.Status503ServiceUnavailable,
        "unavailable",
        "The store cannot be reached",
        "The store or the silos behind this gateway do not answer. /health/ready says which.",
        read ? "Ask again after the time in Retry-After." : "What became of the request is not known. Send it again after the time in Retry-After, or read first what is there.");

    public static Problem TooLarge(string detail, string cure) =>
        Make(StatusCodes.Status413PayloadTooLarge, "too-large", "The request is too large", detail, cure);

    /// <summary>Writes it as the answer.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = problem.Status;
        if (retryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsJsonAsync(problem, SparseJson.Readable.Problem, Problem.MediaType, context.RequestAborted);
    }

    private sealed class ProblemResult(Problem problem, TimeSpan? retryAfter) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => problem.Status;

        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem, retryAfter);
    }
}
