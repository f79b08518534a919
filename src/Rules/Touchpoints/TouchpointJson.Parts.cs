using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CxOrchestrator.Rules.Touchpoints;

public static partial class TouchpointJson
{
    private const int LanguageLengthMax = 35;

    private static Feedback? ReadFeedback(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return draft.Error<Feedback>($"An object with nps, csat, ces, text, lang, sentiment or reasons is needed; this is {JsonValues.Name(reader.TokenType)}.");
        }

        int? nps = null, csat = null, ces = null;
        string? text = null, lang = null, model = null;
        double? sentiment = null;
        ImmutableArray<string> reasons = [];
        var seen = default(Field);
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonValues.PropertyName(ref reader);
            draft.Enter(name);
            reader.Read();
            switch (name)
            {
                case "nps" when First(ref reader, draft, ref seen, Field.Id):
                    nps = Whole(ref reader, draft, 0, 10);
                    break;
                case "csat" when First(ref reader, draft, ref seen, Field.Type):
                    csat = Whole(ref reader, draft, 1, 5);
                    break;
                case "ces" when First(ref reader, draft, ref seen, Field.Customer):
                    ces = Whole(ref reader, draft, 1, 7);
                    break;
                case "text" when First(ref reader, draft, ref seen, Field.At):
                    text = Prose(ref reader, draft);
                    break;
                case "lang" when First(ref reader, draft, ref seen, Field.Source):
                    lang = Text(ref reader, draft, LanguageLengthMax, shared: true);
                    break;
                case "sentiment" when First(ref reader, draft, ref seen, Field.Channel):
                    sentiment = Sentiment(ref reader, draft);
                    break;
                case "reasons" when First(ref reader, draft, ref seen, Field.Attributes):
                    reasons = Reasons(ref reader, draft);
                    break;
                case "model" when First(ref reader, draft, ref seen, Field.Value):
                    model = draft.Stored
                        ? Text(ref reader, draft, LanguageLengthMax, shared: true)
                        : draft.Error<string>("The model is recorded when a text is read here. Leave it out.");
                    break;
                case "nps" or "csat" or "ces" or "text" or "lang" or "sentiment" or "reasons" or "model":
                    break;
                default:
                    draft.KeptHere();
                    Value(utf8, ref reader, draft, $"feedback.{name}", AttributeOrigin.Kept);
                    break;
            }

            JsonValues.Finish(ref reader, depth + 1);
            draft.Leave();
        }

        return new Feedback { Nps = nps, Csat = csat, Ces = ces, Text = text, Lang = lang, Sentiment = sentiment, Reasons = reasons, Model = model };
    }

    private static double? Sentiment(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number is >= -1 and <= 1)
        {
            return number;
        }

        draft.Error($"A number from -1 (negative) to 1 (positive) is needed; this is {(reader.TokenType == JsonTokenType.Number ? JsonValues.Shown(ref reader) : JsonValues.Name(reader.TokenType))}.");
        return null;
    }

    private static ImmutableArray<string> Reasons(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            draft.Error($"A list of texts is needed, such as [\"late\"]; this is {JsonValues.Name(reader.TokenType)}.");
            return [];
        }

        var depth = reader.CurrentDepth;
        var reasons = new List<string>();
        for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
        {
            if (place == Feedback.ReasonsMax)
            {
                draft.Error($"At most {Feedback.ReasonsMax} reasons are allowed. Send those that matter most.");
                return [];
            }

            draft.Enter(place.ToString(CultureInfo.InvariantCulture));
            if (Text(ref reader, draft, Feedback.ReasonLengthMax, shared: true) is { } reason)
            {
                reasons.Add(reason);
            }

            JsonValues.Finish(ref reader, depth + 1);
            draft.Leave();
        }

        return [.. reasons.Distinct(StringComparer.Ordinal)];
    }

    private static Money? ReadMoney(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return draft.Error<Money>($"An object with amount and currency is needed; this is {JsonValues.Name(reader.TokenType)}.");
        }

        decimal? amount = null;
        string? currency = null;
        var seen = default(Field);
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonValues.PropertyName(ref reader);
            draft.Enter(name);
            reader.Read();
            switch (name)
            {
                case "amount" when First(ref reader, draft, ref seen, Field.Id):
                    amount = Amount(ref reader, draft);
                    break;
                case "currency" when First(ref reader, draft, ref seen, Field.Type):
                    currency = Currency(ref reader, draft);
                    break;
                case "amount" or "currency":
                    break;
                default:
                    draft.KeptHere();
                    Value(utf8, ref reader, draft, $"value.{name}", AttributeOrigin.Kept);
                    break;
            }

            JsonValues.Finish(ref reader, depth + 1);
            draft.Leave();
        }

        Needed(draft, seen, Field.Id, "amount", "An amount is needed, a number such as 49.90.");
        Needed(draft, seen, Field.Type, "currency", "A currency is needed, three capital letters such as EUR.");
        return amount is { } a && currency is not null ? new Money { Amount = a, Currency = currency } : null;
    }

    // Null says the member is not there; said twice it is an error.
    private static bool First(ref Utf8JsonReader reader, TouchpointDraft draft, ref Field seen, Field field)
    {
        if ((seen & field) != 0)
        {
            draft.Error("This field appears twice. Send it once.");
            return false;
        }

        if (IsNull(ref reader))
        {
            return false;
        }

        seen |= field;
        return true;
    }

    private static void Needed(TouchpointDraft draft, Field seen, Field field, string name, string detail)
    {
        if ((seen & field) == 0)
        {
            draft.Enter(name);
            draft.Error(detail);
            draft.Leave();
        }
    }

    private static int? Whole(ref Utf8JsonReader reader, TouchpointDraft draft, int min, int max)
    {
        if (reader.TokenType == JsonTokenType.Number
            && reader.TryGetDouble(out var number) && number >= min && number <= max && number == Math.Floor(number))
        {
            return (int)number;
        }

        var given = reader.TokenType == JsonTokenType.Number ? JsonValues.Shown(ref reader) : JsonValues.Name(reader.TokenType);
        draft.Error($"A whole number from {min} to {max} is needed; this is {given}.");
        return null;
    }

    private static string? Prose(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return draft.Error<string>($"A text is needed; this is {JsonValues.Name(reader.TokenType)}.");
        }

        var text = JsonValues.Text(ref reader);
        return text is null ? draft.Error<string>(JsonValues.NoUnicode)
            : text.Length > Feedback.TextLengthMax ? draft.Error<string>(TooLong(text.Length)) : text;
    }

    private static decimal? Amount(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var amount) && Math.Abs(amount) <= Numbers.AmountMax)
        {
            return amount;
        }

        draft.Error(reader.TokenType == JsonTokenType.Number
            ? $"The amount is too large or too exact: amounts lie between {-Numbers.AmountMax:N0} and {Numbers.AmountMax:N0}."
            : $"A number such as 49.90 is needed; this is {JsonValues.Name(reader.TokenType)}.");
        return null;
    }

    private static string? Currency(ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (Text(ref reader, draft, Touchpoint.NameLengthMax, shared: true) is not { } text)
        {
            return null;
        }

        return Currencies.IsCode(text) ? text : draft.Error<string>(Currencies.Cure);
    }
}
