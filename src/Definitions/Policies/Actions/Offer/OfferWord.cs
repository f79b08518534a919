using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Guardrails;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>offer</c>: a voucher, free shipping, or whatever the shop names.</summary>
internal sealed class OfferWord() : FieldsAction(
    new(
        "offer", "Make an offer", "a voucher, free shipping, …",
        GroupValue.Of(
            ("channel", SingleValue.Of("email")),
            ("offer", SingleValue.Of("voucher")),
            ("amount", SingleValue.Of(10)),
            ("currency", SingleValue.Of("EUR")),
            ("validFor", SingleValue.Of("30 days"))))
    {
        Noun = "the offer",
        Sends = true,
    },
    new Shape("offer", "an offer", "channel", "offer", "amount", "currency", "validFor", "codes", "template", "text", "queue"))
{
    /// <summary>Largest amount of an offer.</summary>
    private const double AmountMax = 1_000_000;

    private static readonly TimeSpan ValidForMax = TimeSpan.FromDays(1_830);

    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level)
    {
        var amount = fields.Optional("amount") is { } node ? fields.Number(node, "amount", 0.01, AmountMax) : null;
        var code = Currencies.Read(fields, "currency");
        if (fields.Has("amount") != fields.Has("currency"))
        {
            var (there, missing) = fields.Has("amount") ? ("amount", "currency") : ("currency", "amount");
            fields.File.Error(fields.PlaceOf(there), $"'{missing}' is missing; an amount and its currency go together");
        }

        var channel = fields.Word("channel", required: true) ?? "";
        return new OfferTemplate
        {
            Channel = channel,
            Offer = fields.Word("offer", required: true) ?? "",
            Amount = amount is { } a ? (decimal)a : null,
            Currency = code,
            ValidFor = fields.Duration("validFor", ValidForMax),
            Codes = fields.Word("codes"),
            Template = reading.TemplateOf(fields, fields.Has("codes")),
            Text = fields.Has("template") ? null : Texts.Optional(fields, "text", ActionReading.TextLengthMax, fields.Has("codes"), hasLinks: true),
            Queue = reading.ReplyQueueOf(fields, channel),
        };
    }
}
