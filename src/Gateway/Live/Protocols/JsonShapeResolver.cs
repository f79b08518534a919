using System.Buffers;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Hosting;
using MessagePack;
using MessagePack.Formatters;

namespace CxOrchestrator.Gateway.Live.Protocols;

/// <summary>
/// MessagePack in the shape of the API's JSON: the same names, enums as words, times as RFC 3339. A client decodes the same message whichever
/// protocol it chose. MessagePack's own shapes are .NET's, which other languages do not know.
/// </summary>
internal sealed class JsonShapeResolver : IFormatterResolver
{
    public static JsonShapeResolver Instance { get; } = new();

    /// <summary>For what strangers send: depth is bounded, and hashes resist collisions.</summary>
    public static MessagePackSerializerOptions Options { get; } =
        MessagePackSerializerOptions.Standard.WithResolver(Instance).WithSecurity(MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(DepthMax));

    /// <summary>Objects and lists in each other, as deep as the JSON protocol reads them.</summary>
    private const int DepthMax = 64;

    public IMessagePackFormatter<T>? GetFormatter<T>() => Shaped<T>.Formatter;

    private static class Shaped<T>
    {
        public static readonly JsonShapeFormatter<T> Formatter = new();
    }

    private sealed class JsonShapeFormatter<T> : IMessagePackFormatter<T>
    {
        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Default.Options.GetTypeInfo(typeof(T)));
            var reader = new Utf8JsonReader(json);
            reader.Read();
            JsonToMessagePack.Write(ref reader, ref writer);
        }

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            var json = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(json))
            {
                MessagePackToJson.Write(ref reader, writer, options);
            }

            return (T)JsonSerializer.Deserialize(json.WrittenSpan, ApiJson.Default.Options.GetTypeInfo(typeof(T)))!;
        }
    }
}
