using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Small JSON bodies of commands.</summary>
internal static class Bodies
{
    /// <summary>Longest name of who acts.</summary>
    public const int NameLengthMax = 100;

    /// <summary>Most bytes of a command.</summary>
    private const int CommandBytesMax = 64 * 1024;

    /// <summary>The command in the body, or the answer that says why there is none.</summary>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var body = request.HttpContext.RequestServices.GetRequiredService<RequestBodies>().Command(request.HttpContext, CommandBytesMax);
        var unread = await request.HttpContext.RequestServices.GetRequiredService<RequestBodies>().ReadAsync(body, request);
        return unread is null ? Read(request, body.Bytes, type) : (null, unread);
    }

    /// <summary>The same of bytes that were read already.</summary>
    public static (T? Body, IResult? Problem) Read<T>(HttpRequest request, ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.Of(Problems.Make(
                StatusCodes.Status415UnsupportedMediaType,
                "unsupported-media-type",
                "This media type is not read here",
                $"The request's type is {request.ContentType ?? "missing"}.",
                "Send application/json.")));
        }

        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type) is { } body ? (body, null) : (null, Wrong("The body is null."));
        }
        catch (JsonException e)
        {
            return (null, Wrong(e.Message));
        }
    }

    /// <summary>Notes a name that is missing or too long.</summary>
    public static void CheckName(Arguments arguments, string? by)
    {
        if (string.IsNullOrWhiteSpace(by) || by.Length > NameLengthMax || by.Any(char.IsControl))
        {
            arguments.Wrong("/by", $"Say who acts, in 1 to {NameLengthMax} characters.");
        }
    }

    private static IResult Wrong(string detail) => Problems.Of(Problems.Make(
        StatusCodes.Status400BadRequest,
        "wrong-body",
        "The body cannot be used",
        detail,
        "Send a JSON object with the fields that /docs names."));
}
