using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Api;

namespace CxOrchestrator.Console;

/// <summary>How records are read and written; generated, so that trimming cannot take a member away.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SendingRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(List<SavedFilter>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ConsoleJson : JsonSerializerContext
{
    /// <summary>The API's records.</summary>
    public static ApiJson Api { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));
}

/// <summary>Body of <c>PUT /v1/sending</c>.</summary>
internal sealed record SendingRequest(bool Stopped, string By);

/// <summary>A filter that somebody kept under a name.</summary>
internal sealed record SavedFilter(string Name, string Query);

/// <summary>Problem details (RFC 9457), as far as they are shown.</summary>
internal sealed record Problem(string? Title, string? Detail, int? Status, string? Type = null, string? Cure = null);
