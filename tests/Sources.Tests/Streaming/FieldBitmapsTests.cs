using Avro;
using CxOrchestrator.Sources.Streaming.Salesforce;

namespace CxOrchestrator.Sources.Tests.Streaming;

/// <summary>Names of the fields in a change event's bitmaps.</summary>
public sealed class FieldBitmapsTests
{
    private static readonly RecordSchema Plain = (RecordSchema)Schema.Parse(
        $$"""
        {"type":"record","name":"Change","fields":[
          {"name":"Header","type":"string"},{"name":"Id","type":"string"},
          {"name":"Name","type":["null",{"type":"record","name":"Person","fields":[{"name":"First","type":"string"},{"name":"Last","type":"string"},{"name":"Title","type":"string"}]}]},
          {{string.Join(',', Enumerable.Range(3, 70).Select(n => $$"""{"name":"F{{n}}","type":["null","string"]}"""))}}]}
        """);

    [Theory]
    [InlineData("0x02", "Id")]
    [InlineData("0x0A", "Id,F3")]
    [InlineData("0x80", "F7")]
    [InlineData("0xFF000000", "F24,F25,F26,F27,F28,F29,F30,F31")]
    [InlineData("0x1000000000000000000", "F72")]
    [InlineData("2-0x05", "Name.First,Name.Title")]
    [InlineData("0x02|2-0x02", "Id,Name.Last")]
    [InlineData("0x", "0x")]
    [InlineData("Name.First", "Name.First")]
    [InlineData("99-0x01", "99-0x01")]
    [InlineData("1-0x01", "1-0x01")]
    public void Names_OfBitmaps_AreThoseOfTheSchema(string listed, string names) => Assert.Equal(names.Split(','), FieldBitmaps.Names(Plain, listed.Split('|')));
}
