using System.Text.Json;
using System.Text.Json.Serialization;

namespace CxOrchestrator.Log.Kafka;

/// <summary>The JSON of what goes out: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActionPayload))]
[JsonSerializable(typeof(JourneyPayload))]
internal sealed partial class PayloadJson : JsonSerializerContext
{
    /// <summary>An enumeration's value as it is written.</summary>
    public static string Name(string value) => JsonNamingPolicy.CamelCase.ConvertName(value);
}
