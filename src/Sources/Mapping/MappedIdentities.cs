using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Who an event is about.</summary>
internal static class MappedIdentities
{
    private const int ValueLengthMax = 320;
    private const int ValuesMax = 20;

    /// <summary>The identities that expressions find, by kind, each value once.</summary>
    public static ImmutableArray<(string Kind, ImmutableArray<string> Values)> Of(CompiledParts parts, QueryDocument document, ImmutableArray<string>.Builder notes)
    {
        var identities = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        foreach (var (kind, query) in parts.Identities)
        {
            var values = query.AllStated(document).Distinct(StringComparer.Ordinal).ToImmutableArray();
            if (values.Any(v => v.Length > ValueLengthMax || v.Any(char.IsControl)))
            {
                notes.Add($"An identity of the kind {kind} was left out: it is longer than {ValueLengthMax} characters, or holds line breaks.");
                values = [.. values.Where(v => v.Length <= ValueLengthMax && !v.Any(char.IsControl))];
            }

            if (!values.IsEmpty)
            {
                identities.Add((kind, [.. values.Take(ValuesMax)]));
            }
        }

        return identities.ToImmutable();
    }

    public static void Write(Utf8JsonWriter writer, ImmutableArray<(string Kind, ImmutableArray<string> Values)> identities)
    {
        if (identities.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("identities");
        foreach (var (kind, values) in identities)
        {
            if (values is [var single])
            {
                writer.WriteString(kind, single);
                continue;
            }

            writer.WriteStartArray(kind);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
