using System.Diagnostics;
using System.Text.Json;
using MessagePack;

namespace CxOrchestrator.Gateway.Live.Protocols;

/// <summary>Writes JSON as MessagePack. Whole numbers become integers, all others 64-bit floats.</summary>
internal static class JsonToMessagePack
{
    /// <summary>The value at which the reader is, which must be complete and valid.</summary>
    public static void Write(ref Utf8JsonReader reader, ref MessagePackWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteMapHeader(Count(reader, JsonTokenType.EndObject));
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    writer.Write(reader.GetString());
                    reader.Read();
                    Write(ref reader, ref writer);
                }

                break;
            case JsonTokenType.StartArray:
                writer.WriteArrayHeader(Count(reader, JsonTokenType.EndArray));
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Write(ref reader, ref writer);
                }

                break;
            case JsonTokenType.String:
                writer.Write(reader.GetString());
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                writer.Write(whole);
                break;
            case JsonTokenType.Number:
                writer.Write(reader.GetDouble());
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Write(reader.GetBoolean());
                break;
            case JsonTokenType.Null:
                writer.WriteNil();
                break;
            default:
                throw new UnreachableException($"{reader.TokenType} begins no JSON value.");
        }
    }

    // The reader is a copy: counting does not move the caller's.
    private static int Count(Utf8JsonReader reader, JsonTokenType end)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != end)
        {
            count++;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
            }

            reader.Skip();
        }

        return count;
    }
}
