using Microsoft.OpenApi;

namespace CxOrchestrator.Gateway.Contract;

/// <summary>
/// Parts of the OpenAPI document that no record describes: the forms of touchpoints, which are read by hand, the headers and the security schemes.
/// </summary>
internal static class SharedParts
{
    public const string Session = "session";
    public const string Key = "key";
    public const string Touchpoints = "Touchpoints";
    public const string Touchpoint = "Touchpoint";
    public const string RetryAfter = "RetryAfter";
    public const string ETag = "ETag";
    public const string IfMatch = "IfMatch";
    public const string IfMatchOptional = "IfMatchOptional";

    /// <summary>Parameters of CloudEvents in binary mode.</summary>
    public static IReadOnlyList<string> EventHeaders { get; } = ["CeSpecversion", "CeId", "CeSource", "CeType", "CeSubject", "CeTime"];

    private const string Resource = "CxOrchestrator.Gateway.Contract.shared.json";

    /// <summary>Adds them to the document's components.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        using var stream = typeof(SharedParts).Assembly.GetManifestResourceStream(Resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        bytes.Position = 0;
        var read = OpenApiDocument.Load(bytes, OpenApiConstants.Json);
        if (read.Diagnostic is { Errors: [var error, ..] })
        {
            throw new InvalidOperationException($"{Resource}: {error}");
        }

        var (from, to) = (read.Document!.Components!, document.Components ??= new OpenApiComponents());
        to.Schemas = Merged(to.Schemas, from.Schemas);
        to.Headers = Merged(to.Headers, from.Headers);
        to.Parameters = Merged(to.Parameters, from.Parameters);
        to.RequestBodies = Merged(to.RequestBodies, from.RequestBodies);
        to.SecuritySchemes = Merged(to.SecuritySchemes, from.SecuritySchemes);
        document.RegisterComponents();
    }

    private static Dictionary<string, T> Merged<T>(IDictionary<string, T>? first, IDictionary<string, T>? second) =>
        (first ?? new Dictionary<string, T>()).Concat(second ?? new Dictionary<string, T>()).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
