using System.Text;
using System.Text.Json;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Single JSON values as touchpoints need them.</summary>
internal static class JsonValues
{
    public const string NoUnicode = "The text has half a surrogate pair, which is no Unicode character. Remove it.";

    private const string NoName = "\uFFFD";

    public static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a flag",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };

    /// <summary>What is wrong with a value that should be a text.</summary>
    public static string NoText(JsonTokenType token) => token is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
        ? $"A text is needed; this is {Name(token)}. Put it in quotes."
        : $"A text is needed; this is {Name(token)}.";

    public static string PropertyName(ref Utf8JsonReader reader) => SharedText(ref reader) ?? NoName;

    /// <summary>The text, or null where its escapes make no Unicode.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        // The whole input was found to be UTF-8 before; only escapes can still be wrong.
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text that recurs: of equal ones usually one string is kept.</summary>
    public static string? SharedText(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Text(ref reader) : SharedNames.Get(reader.ValueSpan);

    /// <summary>The number; a whole one beyond <see cref="Numbers.Max"/> stays its digits as a text, because it is an id. Null for any other beyond it.</summary>
    public static Scalar? Number(ref Utf8JsonReader reader)
    {
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            return null;
        }

        if (Math.Abs(number) < Numbers.Max)
        {
            return Scalar.Of(number);
        }

        return reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? Scalar.Of(Encoding.UTF8.GetString(reader.ValueSpan)) : null;
    }

    /// <summary>A number as it was written, cut short.</summary>
    public static string Shown(ref Utf8JsonReader reader)
    {
        const int shownMax = 20;
        var span = reader.ValueSpan;
        return span.Length <= shownMax ? Encoding.UTF8.GetString(span) : Encoding.UTF8.GetString(span[..shownMax]) + "…";
    }

    /// <summary>Moves to the end of the value that is at this depth, wherever in it the reader is.</summary>
    public static void Finish(ref Utf8JsonReader reader, int depth)
    {
        if (reader.CurrentDepth == depth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.CurrentDepth > depth && reader.Read())
        {
        }
    }
}
