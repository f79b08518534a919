using System.Collections;
using System.Globalization;
using System.Text.Json;
using Avro;
using Avro.Generic;

namespace CxOrchestrator.Sources.Streaming.Salesforce;

/// <summary>
/// Writes what was read in Avro as JSON. Fields without a value are left out, as in Salesforce's own JSON: in a change event a field that is unchanged
/// has none either.
/// </summary>
internal static class AvroJson
{
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case AvroDecimal number:
                writer.WriteRawValue(((IFormattable)number).ToString(null, CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case GenericFixed fixedBytes:
                writer.WriteBase64StringValue(fixedBytes.Value);
                break;
            case GenericEnum word:
                writer.WriteStringValue(word.Value);
                break;
            case DateTime time:
                writer.WriteStringValue(time.ToUniversalTime());
                break;
            case GenericRecord record:
                Write(writer, record.Schema.Fields.Select(f => KeyValuePair.Create(f.Name, (object?)record.GetValue(f.Pos))));
                break;
            case IDictionary<string, object> map:
                Write(writer, map.Select(m => KeyValuePair.Create(m.Key, (object?)m.Value)));
                break;
            case IEnumerable items and not string:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                writer.WritePropertyName(name);
                Write(writer, value);
            }
        }

        writer.WriteEndObject();
    }
}
