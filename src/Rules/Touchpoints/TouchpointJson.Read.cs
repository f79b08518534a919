using System.Text.Json;

namespace CxOrchestrator.Rules.Touchpoints;

public static partial class TouchpointJson
{
    private const int TimeBytesMax = 128;

    private static void ReadObject(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Error($"A touchpoint is a JSON object; this is {JsonValues.Name(reader.TokenType)}.");
            reader.Skip();
            return;
        }

        draft.Base = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonValues.PropertyName(ref reader);
            draft.Enter(name);
            reader.Read();
            switch (name)
            {
                case "id":
                    draft.Id = Once(draft, Field.Id) ? Text(ref reader, draft, TouchpointIdentity.LengthMax) : draft.Id;
                    break;
                case "type":
                    draft.Type = Once(draft, Field.Type) ? Name(ref reader, draft) : draft.Type;
                    break;
                case "customer":
                    draft.Customer = Once(draft, Field.Customer) ? Text(ref reader, draft, CustomerId.LengthMax) : draft.Customer;
                    break;
                case "at":
                    draft.At = Once(draft, Field.At) ? At(ref reader, draft) : draft.At;
                    break;
                case "source":
                    draft.Source = Once(draft, Field.Source) ? Source(ref reader, draft) : draft.Source;
                    break;
                default:
                    Content(utf8, ref reader, draft, name);
                    break;
            }

            // Whatever went wrong inside, the next member begins after this value.
            JsonValues.Finish(ref reader, draft.Base + 1);
            draft.Leave();
        }
    }

    /// <summary>One of the fields that say more than who, what and when.</summary>
    internal static void Content(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft, string name)
    {
        switch (name)
        {
            case "channel":
                draft.Channel = Once(draft, Field.Channel) && !IsNull(ref reader) ? Name(ref reader, draft) : draft.Channel;
                break;
            case "attributes":
                if (Once(draft, Field.Attributes) && !IsNull(ref reader))
                {
                    Members(utf8, ref reader, draft, prefix: null, AttributeOrigin.Declared);
                }

                break;
            case "identities":
                if (Once(draft, Field.Identities) && !IsNull(ref reader))
                {
                    ReadIdentities(ref reader, draft);
                }

                break;
            case "feedback":
                draft.Feedback = Once(draft, Field.Feedback) && !IsNull(ref reader) ? ReadFeedback(utf8, ref reader, draft) : draft.Feedback;
                break;
            case "value":
                draft.Value = Once(draft, Field.Value) && !IsNull(ref reader) ? ReadMoney(utf8, ref reader, draft) : draft.Value;
                break;
            default:
                draft.KeptHere();
                Value(utf8, ref reader, draft, name, AttributeOrigin.Kept);
                break;
        }
    }

    internal static bool Once(TouchpointDraft draft, Field field)
    {
        if ((draft.Seen & field) != 0)
        {
            draft.Error("This field appears twice. Send it once.");
            return false;
        }

        draft.Seen |= field;
        return true;
    }

    internal static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    private static string? Source(ref Utf8JsonReader reader, TouchpointDraft draft) => IsNull(ref reader)
        ? null
        : Text(ref reader, draft, TouchpointIdentity.LengthMax, shared: true);

    internal static string? Name(ref Utf8JsonReader reader, TouchpointDraft draft) =>
        Text(ref reader, draft, Touchpoint.NameLengthMax, shared: true);

    /// <summary>A text that names something: neither empty nor with control characters.</summary>
    internal static string? Text(ref Utf8JsonReader reader, TouchpointDraft draft, int lengthMax, bool shared = false)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            draft.Error(JsonValues.NoText(reader.TokenType));
            return null;
        }

        var text = shared ? JsonValues.SharedText(ref reader) : JsonValues.Text(ref reader);
        return text is null ? draft.Error<string>(JsonValues.NoUnicode) : Checked(draft, text, lengthMax);
    }

    internal static string? Checked(TouchpointDraft draft, string text, int lengthMax)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return draft.Error<string>("The text is empty. Give it at least one character.");
        }

        if (text.Length > lengthMax)
        {
            return draft.Error<string>($"At most {lengthMax} characters are allowed; this has {text.Length}.");
        }

        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return draft.Error<string>($"Control characters are not allowed; this has U+{(int)c:X4}. Remove it.");
            }
        }

        return text;
    }

    internal static DateTimeOffset? At(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            draft.Error($"A time is needed; this is {JsonValues.Name(reader.TokenType)}. {Timestamps.Cure}");
            return null;
        }

        // Some writers escape the plus sign of an offset.
        Span<byte> unescaped = stackalloc byte[TimeBytesMax];
        return At(
            !reader.ValueIsEscaped ? reader.ValueSpan
            : reader.ValueSpan.Length <= TimeBytesMax ? unescaped[..reader.CopyString(unescaped)] : default,
            draft);
    }

    internal static DateTimeOffset? At(scoped ReadOnlySpan<byte> text, TouchpointDraft draft)
    {
        if (!Timestamps.TryParse(text, out var at, out var problem))
        {
            draft.Error(problem);
            return null;
        }

        if (at < AtMin)
        {
            draft.Error("The time lies before 1970-01-01. Send when it happened.");
            return null;
        }

        if (at >= AtMax)
        {
            draft.Error($"The time lies after the year {AtMax.Year - 1}. Send when it happened.");
            return null;
        }

        return at;
    }
}
