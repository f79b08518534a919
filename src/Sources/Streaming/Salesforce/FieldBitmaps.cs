using System.Globalization;
using System.Numerics;
using Avro;

namespace CxOrchestrator.Sources.Streaming.Salesforce;

/// <summary>
/// Names of the fields that a change event lists as bitmaps: bit <c>n</c>, counted from the lowest, is the field at position <c>n</c> of the schema;
/// <c>4-0x10</c> are fields of the one at position 4. Source:
/// <see href="https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-deserialization-considerations.html">Event Deserialization Considerations</see>.
/// </summary>
internal static class FieldBitmaps
{
    /// <summary>The names, with a dot before that of a field of a field. What is no bitmap stays as it is.</summary>
    public static IReadOnlyList<string> Names(RecordSchema schema, IEnumerable<string> listed)
    {
        var names = new List<string>();
        foreach (var entry in listed)
        {
            var parent = entry.IndexOf('-', StringComparison.Ordinal);
            if (parent < 0 && Bits(entry) is { } own)
            {
                names.AddRange(Of(schema, own));
            }
            else if (parent > 0 && int.TryParse(entry.AsSpan(0, parent), NumberStyles.None, CultureInfo.InvariantCulture, out var position) && Bits(entry[(parent + 1)..]) is { } inner
                && position < schema.Count && RecordOf(schema.Fields[position].Schema) is { } record)
            {
                names.AddRange(Of(record, inner).Select(n => $"{schema.Fields[position].Name}.{n}"));
            }
            else
            {
                names.Add(entry);
            }
        }

        return names;
    }

    private static BigInteger? Bits(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length > 2
        && BigInteger.TryParse(string.Concat("0", text.AsSpan(2)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : null;

    private static IEnumerable<string> Of(RecordSchema schema, BigInteger bits) => schema.Fields.Where(f => !((bits >> f.Pos) & BigInteger.One).IsZero).Select(f => f.Name);

    private static RecordSchema? RecordOf(Schema schema) => schema switch
    {
        RecordSchema record => record,
        UnionSchema union => union.Schemas.OfType<RecordSchema>().FirstOrDefault(),
        _ => null,
    };
}
