using System.Text.Json;
using MessagePack;

namespace CxOrchestrator.Gateway.Live.Protocols;

/// <summary>Writes MessagePack that a client sent as JSON.</summary>
internal static class MessagePackToJson
{
    /// <exception cref="MessagePackSerializationException">It has what JSON has not, or is nested too deep.</exception>
    public static void Write(ref MessagePackReader reader, Utf8JsonWriter writer, MessagePackSerializerOptions options)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                WriteMap(ref reader, writer, options);
                break;
            case MessagePackType.Array:
                options.Security.DepthStep(ref reader);
                writer.WriteStartArray();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                {
                    Write(ref reader, writer, options);
                }

                writer.WriteEndArray();
                reader.Depth--;
                break;
            case MessagePackType.String:
                writer.WriteStringValue(reader.ReadString());
                break;
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                writer.WriteNumberValue(reader.ReadUInt64());
                break;
            case MessagePackType.Integer:
                writer.WriteNumberValue(reader.ReadInt64());
                break;
            case MessagePackType.Float when reader.ReadDouble() is var number:
                writer.WriteNumberValue(double.IsFinite(number) ? number : throw new MessagePackSerializationException("A number is finite."));
                break;
            case MessagePackType.Boolean:
                writer.WriteBooleanValue(reader.ReadBoolean());
                break;
            case MessagePackType.Nil:
                reader.ReadNil();
                writer.WriteNullValue();
                break;
            default:
                throw new MessagePackSerializationException("Binary data and extension types are not read. Times are texts as RFC 3339 has them.");
        }
    }

    private static void WriteMap(ref MessagePackReader reader, Utf8JsonWriter writer, MessagePackSerializerOptions options)
    {
        options.Security.DepthStep(ref reader);
        writer.WriteStartObject();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            writer.WritePropertyName(
                reader.NextMessagePackType == MessagePackType.String && reader.ReadString() is { } name ? name : throw new MessagePackSerializationException("The names of a map's fields are texts."));
            Write(ref reader, writer, options);
        }

        writer.WriteEndObject();
        reader.Depth--;
    }
}
