using System.Text.Json;
using Avro;
using Avro.Generic;
using Avro.IO;
using CxOrchestrator.Sources.Streaming.Salesforce.Wire;

namespace CxOrchestrator.Sources.Streaming.Salesforce;

/// <summary>An event of the Pub/Sub API as a line of JSON, in the shape of a CloudEvent whose data is a message of Salesforce's Streaming API.</summary>
internal static class EventReading
{
    /// <summary>Fields of a change event's header that are bitmaps.</summary>
    private static readonly string[] BitmapFields = ["changedFields", "diffFields", "nulledFields"];

    /// <summary>Writes the event, with a line's end. Throws <see cref="AvroException"/> or <see cref="EndOfStreamException"/> where it does not fit its schema.</summary>
    public static void Write(Utf8JsonWriter writer, string topic, ConsumerEvent received, RecordSchema schema)
    {
        using var payload = new MemoryStream(received.Event.Payload.ToByteArray(), writable: false);
        var record = new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(payload));
        if (record.TryGetValue("ChangeEventHeader", out var header) && header is GenericRecord change)
        {
            foreach (var name in BitmapFields)
            {
                if (change.TryGetValue(name, out var listed) && listed is IEnumerable<object> entries)
                {
                    change.Add(name, FieldBitmaps.Names(schema, entries.OfType<string>()).ToArray<object>());
                }
            }
        }

        writer.WriteStartObject();
        writer.WriteString("id", received.Event.Id);
        writer.WriteString("type", topic[(topic.LastIndexOf('/') + 1)..]);
        writer.WriteString("source", topic);
        writer.WriteStartObject("data");
        writer.WriteString("schema", received.Event.SchemaId);
        writer.WritePropertyName("payload");
        AvroJson.Write(writer, record);
        writer.WriteStartObject("event");
        writer.WriteString("replayId", received.ReplayId.ToBase64());
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
