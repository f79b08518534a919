using System.Text;
using System.Text.Json;
using Avro;
using Avro.Generic;
using Avro.IO;
using CxOrchestrator.Sources.Streaming.Salesforce;

namespace CxOrchestrator.Sources.Tests.Streaming;

/// <summary>Every type of Avro as JSON.</summary>
public sealed class AvroJsonTests
{
    [Theory]
    [InlineData("\"int\"", 7, "7")]
    [InlineData("\"long\"", 1772539140000L, "1772539140000")]
    [InlineData("\"double\"", 12.5, "12.5")]
    [InlineData("\"float\"", 0.5f, "0.5")]
    [InlineData("\"double\"", double.NaN, "\"NaN\"")]
    [InlineData("\"boolean\"", true, "true")]
    [InlineData("\"string\"", "São", "\"São\"")]
    [InlineData("[\"null\",\"string\"]", "x", "\"x\"")]
    public void Write_ValueOfAType_IsThatOfJson(string type, object value, string json) => Assert.Equal($$"""{"f":{{json}}}""", Written(type, value));

    [Fact]
    public void Write_MissingValue_IsLeftOut() => Assert.Equal("{}", Written("[\"null\",\"string\"]", null));

    [Fact]
    public void Write_WholeTypes_AreThoseOfJson()
    {
        Assert.Equal("""{"f":"AQI="}""", Written("\"bytes\"", new byte[] { 1, 2 }));
        Assert.Equal("""{"f":["a","b"]}""", Written("""{"type":"array","items":"string"}""", new object[] { "a", "b" }));
        Assert.Equal("""{"f":{"k":1}}""", Written("""{"type":"map","values":"int"}""", new Dictionary<string, object> { ["k"] = 1 }));
        Assert.Equal("""{"f":"B"}""", Made("""{"type":"enum","name":"E","symbols":["A","B"]}""", schema => new GenericEnum((EnumSchema)schema, "B")));
        Assert.Equal("""{"f":"AQI="}""", Made("""{"type":"fixed","name":"X","size":2}""", schema => new GenericFixed((FixedSchema)schema, [1, 2])));
        Assert.Equal("""{"f":"2026-03-03T12:00:00Z"}""", Written("""{"type":"long","logicalType":"timestamp-millis"}""", new DateTime(2026, 3, 3, 12, 0, 0, DateTimeKind.Utc)));
        Assert.Equal("""{"f":12.34}""", Written("""{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}""", new AvroDecimal(12.34m)));
    }

    private static string Written(string type, object? value) => Made(type, _ => value);

    private static string Made(string type, Func<Schema, object?> value)
    {
        var schema = (RecordSchema)Schema.Parse($$"""{"type":"record","name":"R","fields":[{"name":"f","type":{{type}}}]}""");
        var record = new GenericRecord(schema);
        record.Add("f", value(schema.Fields[0].Schema));
        using var bytes = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(schema).Write(record, new BinaryEncoder(bytes));
        bytes.Position = 0;
        var read = new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(bytes));
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            AvroJson.Write(writer, read);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
