using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// Codes of offers. A decided action names the pool; which code it gets is settled as it is admitted, in the same transaction, and put into
/// its texts from then on. So a decision stays the same however often it is folded again.
/// </summary>
public static class OfferCodes
{
    /// <summary>Type of the touchpoint that says that a code was used.</summary>
    public const string RedeemedType = "offer.redeemed";

    /// <summary>The redeemed touchpoint's attribute with the code.</summary>
    public const string CodeAttribute = "code";

    /// <summary>Longest code, in characters.</summary>
    public const int LengthMax = 64;

    /// <summary>The placeholder in a text until the code is known.</summary>
    public const string Place = "{offer.code}";

    /// <summary>Letters, digits and <c>-_.</c>: it is in a page, an address and a text message as it is.</summary>
    public static bool IsCode(string code) => code.Length <= LengthMax && IsWord(code);

    /// <summary>As a code, of any length: names of pools too.</summary>
    public static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The action with its code, where it has one.</summary>
    public static DecidedAction With(DecidedAction action, string? code) => code is null ? action : action with
    {
        Content =
        [
            .. action.Content.Select(c => c.Key is ActionContent.Text or ActionContent.Subject ? new KeyValuePair<string, string>(c.Key, c.Value.Replace(Place, code, StringComparison.Ordinal)) : c),
            new(ActionContent.Code, code),
        ],
    };
}
