using System.Globalization;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Give the customer something, and say so on a channel.</summary>
public sealed record OfferTemplate : SendTemplate
{
    /// <summary><c>voucher</c>, <c>freeShipping</c>, ... as the shop names it.</summary>
    public required string Offer { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>How long the customer can use it.</summary>
    public TimeSpan? ValidFor { get; init; }

    /// <summary>The pool that its code comes from; null: it has none.</summary>
    public string? Codes { get; init; }

    public string? Text { get; init; }

    public override string Word => "offer";

    public override ActionText? Shown => Template is null && Text is null ? null : new(Channel, Template, null, Text ?? "");

    public override ReturningAction? Returning => new ReturningDelivery(ActionKind.Offer, Channel);

    internal override ActionKind? Kind => ActionKind.Offer;

    internal override ActionUse Use => new() { Codes = Codes, Amount = Amount };

    internal override IEnumerable<string> Texts => [Text ?? ""];

    internal override void Fill(ActionContents contents)
    {
        contents.Add(ActionContent.Offer, Offer);
        contents.Add(ActionContent.Amount, Amount?.ToString(CultureInfo.InvariantCulture));
        contents.Add(ActionContent.Currency, Currency);
        contents.AddTime(ActionContent.ValidUntil, ValidFor);
        contents.Add(ActionContent.Codes, Codes);
        contents.AddText(Template, null, Text);
        contents.Add(ActionContent.ReplyQueue, Queue);
    }
}
