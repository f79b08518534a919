using System.Text.Json.Serialization;

namespace CxOrchestrator.Gateway.Sources;

[JsonSerializable(typeof(string[]))]
internal sealed partial class EnrichKeyJson : JsonSerializerContext;
