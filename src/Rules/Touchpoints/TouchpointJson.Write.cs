using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CxOrchestrator.Rules.Touchpoints;

public static partial class TouchpointJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The touchpoint's native JSON; reading it gives an equal touchpoint.</summary>
    public static byte[] Write(Touchpoint touchpoint)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, touchpoint);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes it as one value.</summary>
    public static void Write(Utf8JsonWriter writer, Touchpoint touchpoint)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, touchpoint.Identity.Id);
        writer.WriteString("type"u8, touchpoint.Type);
        if (touchpoint.Customer != default)
        {
            writer.WriteString("customer"u8, touchpoint.Customer.Value);
        }

        writer.WriteString("at"u8, Timestamps.Format(touchpoint.At));
        writer.WriteString("source"u8, touchpoint.Identity.Source);
        if (touchpoint.Channel is { } channel)
        {
            writer.WriteString("channel"u8, channel);
        }

        if (touchpoint.Attributes.Count > 0)
        {
            writer.WriteStartObject("attributes"u8);
            foreach (var attribute in touchpoint.Attributes.Values)
            {
                writer.WritePropertyName(attribute.Name);
                Write(writer, attribute.Value);
            }

            writer.WriteEndObject();
        }

        Write(writer, touchpoint.Identities);
        Write(writer, touchpoint.Feedback);
        if (touchpoint.Value is { } value)
        {
            writer.WriteStartObject("value"u8);
            writer.WriteNumber("amount"u8, value.Amount);
            writer.WriteString("currency"u8, value.Currency);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Feedback? feedback)
    {
        if (feedback is null)
        {
            return;
        }

        writer.WriteStartObject("feedback"u8);
        Write(writer, "nps"u8, feedback.Nps);
        Write(writer, "csat"u8, feedback.Csat);
        Write(writer, "ces"u8, feedback.Ces);
        if (feedback.Text is { } text)
        {
            writer.WriteString("text"u8, text);
        }

        if (feedback.Lang is { } lang)
        {
            writer.WriteString("lang"u8, lang);
        }

        if (feedback.Sentiment is { } sentiment)
        {
            writer.WriteNumber("sentiment"u8, sentiment);
        }

        if (!feedback.Reasons.IsEmpty)
        {
            writer.WriteStartArray("reasons"u8);
            foreach (var reason in feedback.Reasons)
            {
                writer.WriteStringValue(reason);
            }

            writer.WriteEndArray();
        }

        if (feedback.Model is { } model)
        {
            writer.WriteString("model"u8, model);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? number)
    {
        if (number is { } n)
        {
            writer.WriteNumber(name, n);
        }
    }

    private static void Write(Utf8JsonWriter writer, double number)
    {
        // Of earlier versions; digits alone would be read as an id, and 17 significant ones and an exponent tell it apart.
        if (Math.Abs(number) >= Numbers.Max)
        {
            writer.WriteRawValue(number.ToString("E16", CultureInfo.InvariantCulture));
            return;
        }

        writer.WriteNumberValue(number);
    }

    private static void Write(Utf8JsonWriter writer, in Scalar value)
    {
        switch (value.Kind)
        {
            case ScalarKind.None:
                writer.WriteNullValue();
                break;
            case ScalarKind.Text:
                writer.WriteStringValue(value.Text);
                break;
            case ScalarKind.Number:
                Write(writer, value.Number);
                break;
            case ScalarKind.Flag:
                writer.WriteBooleanValue(value.Flag);
                break;
            default:
                writer.WriteStartArray();
                foreach (ref readonly var item in value.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
        }
    }
}
