using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Actions;

/// <summary>
/// What comes of actions and enters the log as a touchpoint of the product's own, so that a policy may act on it: completed cases, failed
/// deliveries, and the steps of a message that nobody but the product and its providers take. These are the ways in which policies can trigger each other.
/// </summary>
public static class ReturningTouchpoints
{
    /// <summary>Whether a pattern of types matches one of them.</summary>
    public static bool Matches(TouchpointMatch match) => match.MatchesType(CompletedCases.Type) || match.MatchesType(FailedDeliveries.Type) || MessageSteps.OfTheProduct.Any(match.MatchesType);

    /// <summary>Whether the field is known before there is such a touchpoint; every other attribute may be anything.</summary>
    public static bool IsKnown(string type, string field) =>
        field is "type" or "source" or "channel" or "amount" or "currency" or "nps" or "csat" or "ces" or "text" or "lang" or "sentiment" or "reasons"
        || (TouchpointFields.AttributeName(field) is { } attribute && (type switch
        {
            FailedDeliveries.Type => FailedDeliveries.IsKnown(attribute),
            CompletedCases.Type => CompletedCases.IsKnown(attribute),
            _ => MessageSteps.IsKnown(attribute),
        }));
}
