using System.Text;
using System.Text.Json;

namespace CxOrchestrator.Rules.Touchpoints;

public static partial class TouchpointJson
{
    private static readonly string TooDeep = $"Objects and lists nest at most {DepthMax} deep.";

    /// <summary>The members of an object as attributes; an inner object's carry its path.</summary>
    private static void Members(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft, string? prefix, AttributeOrigin origin)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Error($"An object is needed; this is {JsonValues.Name(reader.TokenType)}.");
            return;
        }

        if (reader.CurrentDepth - draft.Base >= DepthMax)
        {
            draft.Error(TooDeep);
            return;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var member = JsonValues.PropertyName(ref reader);
            draft.Enter(member);
            reader.Read();
            Value(utf8, ref reader, draft, prefix is null ? member : $"{prefix}.{member}", origin);
            JsonValues.Finish(ref reader, depth + 1);
            draft.Leave();
        }
    }

    internal static void Value(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft, string name, AttributeOrigin origin)
    {
        if (!IsName(draft, name))
        {
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Members(utf8, ref reader, draft, name, origin | AttributeOrigin.Nested);
                break;
            case JsonTokenType.StartArray:
                if (List(utf8, ref reader, draft) is { } list)
                {
                    draft.Add(name, list, origin);
                }

                break;
            default:
                if (Single(ref reader, draft) is { } single)
                {
                    draft.Add(name, single, origin);
                }

                break;
        }
    }

    /// <summary>An attribute that comes as a text beside the JSON; the bounds are those of attributes in bodies.</summary>
    internal static void Value(TouchpointDraft draft, string name, string text, AttributeOrigin origin)
    {
        if (!IsName(draft, name))
        {
            return;
        }

        if (text.Length > TextLengthMax)
        {
            draft.Error(TooLong(text.Length));
            return;
        }

        draft.Add(name, Scalar.Of(text), origin);
    }

    private static bool IsName(TouchpointDraft draft, string name)
    {
        if (name.Length is > 0 and <= Touchpoint.NameLengthMax)
        {
            return true;
        }

        draft.Error(name.Length == 0
            ? "An attribute needs a name."
            : $"An attribute's name, with the objects around it, has at most {Touchpoint.NameLengthMax} characters; this has {name.Length}.");
        return false;
    }

    private static Scalar? Single(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return Scalar.None;
            case JsonTokenType.True:
                return Scalar.Of(true);
            case JsonTokenType.False:
                return Scalar.Of(false);
            case JsonTokenType.Number:
                if (JsonValues.Number(ref reader) is { } number)
                {
                    return number;
                }

                draft.Error($"The number is too large: numbers lie between {-Numbers.Max:N0} and {Numbers.Max:N0}. Send a larger one as a text.");
                return null;
            default:
                var text = JsonValues.Text(ref reader);
                if (text is null || text.Length > TextLengthMax)
                {
                    draft.Error(text is null ? JsonValues.NoUnicode : TooLong(text.Length));
                    return null;
                }

                return Scalar.Of(text);
        }
    }

    /// <summary>A list of single values; what holds objects or lists stays the JSON text it is.</summary>
    private static Scalar? List(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        var items = draft.Items;
        items.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return Deep(ref reader, draft, depth) ? null : Raw(utf8[start..(int)reader.BytesConsumed], draft);
            }

            if (items.Count == ListItemsMax)
            {
                draft.Error($"A list has at most {ListItemsMax} items.");
                return null;
            }

            if (Single(ref reader, draft) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return Scalar.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items));
    }

    // To the end of the list, however deep it is; true where that is deeper than allowed.
    private static bool Deep(ref Utf8JsonReader reader, TouchpointDraft draft, int depth)
    {
        var deepest = reader.CurrentDepth;
        while (reader.CurrentDepth > depth && reader.Read())
        {
            deepest = Math.Max(deepest, reader.CurrentDepth);
        }

        if (deepest - draft.Base < DepthMax)
        {
            return false;
        }

        draft.Error(TooDeep);
        return true;
    }

    private static Scalar? Raw(ReadOnlySpan<byte> json, TouchpointDraft draft)
    {
        var text = Encoding.UTF8.GetString(json);
        if (text.Length > TextLengthMax)
        {
            draft.Error(TooLong(text.Length));
            return null;
        }

        return Scalar.Of(text);
    }

    private static string TooLong(int length) => $"A text has at most {TextLengthMax} characters; this has {length}. Shorten it.";
}
