using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Api;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Answers in which what is not there is left out.</summary>
internal static class SparseJson
{
    public static ApiJson Default { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>With quotes and signs as they are: people read these in a terminal, and no browser takes them for a page.</summary>
    public static ApiJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
