using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>
/// Writes one touchpoint. A part that cannot be what it should is left out and noted: a wrong score loses the score and not the touchpoint.
/// </summary>
internal sealed class TouchpointWriter(string source, string id, string type, DateTimeOffset at)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();

    /// <summary>The touchpoint; null where nobody can say whose it is, or it is too large.</summary>
    public MappedTouchpoint? Write(CompiledParts parts, QueryDocument document, out string why)
    {
        var identities = MappedIdentities.Of(parts, document, _notes);
        var customer = parts.Customer?.Stated(document);
        customer = customer is { Length: > 0 and <= CustomerId.LengthMax } && !customer.Any(char.IsControl) ? customer : null;
        if (customer is null && identities.IsEmpty)
        {
            why = "It names no customer: neither an id nor an identity.";
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("source", source);
            writer.WriteString("type", type);
            if (customer is not null)
            {
                writer.WriteString("customer", customer);
            }

            writer.WriteString("at", Timestamps.Format(at));
            if (parts.Channel?.Stated(document) is { Length: > 0 and <= Touchpoint.NameLengthMax } channel)
            {
                writer.WriteString("channel", channel);
            }

            MappedIdentities.Write(writer, identities);
            MappedAttributes.Write(writer, parts, document, _notes);
            WriteValue(writer, parts, document);
            WriteFeedback(writer, parts, document);
            writer.WriteEndObject();
        }

        var reading = TouchpointJson.Read(buffer.WrittenSpan, CustomerNaming.OrIdentities);
        why = reading.Touchpoint is null ? $"It is no touchpoint: {string.Join(' ', reading.Errors.Select(e => $"{e.Pointer} {e.Detail}"))}" : "";
        return reading.Touchpoint is { } touchpoint ? new MappedTouchpoint(touchpoint, buffer.WrittenMemory, _notes.ToImmutable()) : null;
    }

    private void WriteValue(Utf8JsonWriter writer, CompiledParts parts, QueryDocument document)
    {
        if (parts.Amount?.Stated(document) is not { } text || parts.Currency is null)
        {
            return;
        }

        var currency = parts.Currency.Stated(document)?.ToUpperInvariant() ?? "";
        if (!decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount) || Math.Abs(amount) > Numbers.AmountMax)
        {
            _notes.Add($"The value was left out: '{Short(text)}' is no amount.");
        }
        else if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            _notes.Add(currency.Length == 0 ? "The value was left out: it has no currency." : $"The value was left out: '{Short(currency)}' is no currency.");
        }
        else
        {
            writer.WriteStartObject("value");
            writer.WriteNumber("amount", parts.MinorUnits ? MinorUnits.ToMajor(amount, currency) : amount);
            writer.WriteString("currency", currency);
            writer.WriteEndObject();
        }
    }

    private void WriteFeedback(Utf8JsonWriter writer, CompiledParts parts, QueryDocument document)
    {
        var nps = Score("nps", parts.Nps, 0, 10);
        var csat = Score("csat", parts.Csat, 1, 5);
        var ces = Score("ces", parts.Ces, 1, 7);
        var text = parts.Text?.Stated(document);
        if (nps is null && csat is null && ces is null && string.IsNullOrEmpty(text))
        {
            return;
        }

        writer.WriteStartObject("feedback");
        Number("nps", nps);
        Number("csat", csat);
        Number("ces", ces);
        if (text is { Length: > 0 })
        {
            if (text.Length > Feedback.TextLengthMax)
            {
                _notes.Add($"The text was cut to {Feedback.TextLengthMax:N0} characters.");
                text = text[..(char.IsHighSurrogate(text[Feedback.TextLengthMax - 1]) ? Feedback.TextLengthMax - 1 : Feedback.TextLengthMax)];
            }

            writer.WriteString("text", text);
            if (parts.Language?.Stated(document) is { Length: > 0 and <= 35 } language)
            {
                writer.WriteString("lang", language);
            }
        }

        writer.WriteEndObject();

        int? Score(string name, ProviderQuery? query, int min, int max)
        {
            if (query?.Stated(document) is not { } given)
            {
                return null;
            }

            if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && Math.Round(score) is var whole && whole >= min && whole <= max)
            {
                return (int)whole;
            }

            _notes.Add($"The {name} was left out: '{Short(given)}' is no number from {min} to {max}.");
            return null;
        }

        void Number(string name, int? score)
        {
            if (score is { } given)
            {
                writer.WriteNumber(name, given);
            }
        }
    }

    internal static string Short(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 57)}...";
}
