using System.Text.Json;
using CxOrchestrator.Rules.Identities;

namespace CxOrchestrator.Rules.Touchpoints;

public static partial class TouchpointJson
{
    private static readonly string TooManyKinds = $"At most {IdentitySet.KindsMax} kinds of identities are allowed.";
    private static readonly string TooManyValues = $"At most {IdentitySet.ValuesMax} identities are allowed.";

    // A member for each kind: one value, or an array of values. Null says that there is none.
    private static void ReadIdentities(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Error($"An object such as {{\"email\": \"ann@shop.com\"}} is needed; this is {JsonValues.Name(reader.TokenType)}.");
            return;
        }

        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var kind = JsonValues.PropertyName(ref reader);
            draft.Enter(kind);
            reader.Read();
            if (KindProblem(kind, kinds) is { } problem)
            {
                draft.Error(problem);
            }
            else
            {
                ReadValues(ref reader, draft, kind);
            }

            JsonValues.Finish(ref reader, depth + 1);
            draft.Leave();
        }
    }

    private static string? KindProblem(string kind, HashSet<string> kinds)
    {
        if (!IdentityKinds.IsName(kind))
        {
            return IdentityKinds.Cure;
        }

        if (!kinds.Add(kind))
        {
            return "This kind appears twice. Send it once, with an array of values.";
        }

        return kinds.Count > IdentitySet.KindsMax ? TooManyKinds : null;
    }

    private static void ReadValues(ref Utf8JsonReader reader, TouchpointDraft draft, string kind)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadValue(ref reader, draft, kind);
            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            draft.Enter(index.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var depth = reader.CurrentDepth;
            ReadValue(ref reader, draft, kind);
            JsonValues.Finish(ref reader, depth);
            draft.Leave();
        }
    }

    private static void ReadValue(ref Utf8JsonReader reader, TouchpointDraft draft, string kind)
    {
        if (IsNull(ref reader))
        {
            return;
        }

        if (draft.IdentityCount == IdentitySet.ValuesMax)
        {
            draft.Error(TooManyValues);
            return;
        }

        if (IdentityText(ref reader, draft) is { } text)
        {
            draft.Add(new CustomerIdentity(kind, text));
        }
    }

    // Many systems have whole numbers as ids; they are kept as their digits.
    private static string? IdentityText(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return Text(ref reader, draft, CustomerIdentity.ValueLengthMax);
        }

        return reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            ? Checked(draft, System.Text.Encoding.UTF8.GetString(reader.ValueSpan), CustomerIdentity.ValueLengthMax)
            : draft.Error<string>($"A text or a whole number is needed; this is {JsonValues.Shown(ref reader)}. Put it in quotes.");
    }

    private static void Write(Utf8JsonWriter writer, in IdentitySet identities)
    {
        if (identities.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("identities"u8);
        var values = identities.Values;
        for (var from = 0; from < values.Length;)
        {
            var to = from + 1;
            while (to < values.Length && values[to].Kind == values[from].Kind)
            {
                to++;
            }

            writer.WritePropertyName(values[from].Kind);
            WriteValues(writer, values.AsSpan()[from..to]);
            from = to;
        }

        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, ReadOnlySpan<CustomerIdentity> values)
    {
        if (values.Length == 1)
        {
            writer.WriteStringValue(values[0].Value);
            return;
        }

        writer.WriteStartArray();
        foreach (ref readonly var value in values)
        {
            writer.WriteStringValue(value.Value);
        }

        writer.WriteEndArray();
    }
}
