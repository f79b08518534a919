using System.IO.Hashing;
using System.Text.Json;
using System.Text.Unicode;

namespace CxOrchestrator.Cli.Send;

/// <summary>Looks at a line before it joins a batch: one that is no JSON would spoil the whole request.</summary>
internal static class LineReading
{
    /// <summary>A hash of the customer's id; one and the same where there is none, which the gateway will tell. False where the line is not one JSON object.</summary>
    public static bool TryCustomer(ReadOnlySpan<byte> line, out ulong customer, out string problem)
    {
        customer = default;
        problem = "";
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
            if (!Utf8.IsValid(line))
            {
                problem = "the bytes are not UTF-8";
                return false;
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                problem = "a line is one JSON object";
                return false;
            }

            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("customer"u8))
                {
                    reader.Read();
                    customer = reader.TokenType == JsonTokenType.String ? XxHash3.HashToUInt64(reader.ValueSpan) : 0;
                }
            }

            return true;
        }
        catch (JsonException exception)
        {
            problem = $"not valid JSON at byte {exception.BytePositionInLine + 1}";
            return false;
        }
    }
}
