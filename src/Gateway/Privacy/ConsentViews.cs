using CxOrchestrator.Api.Privacy;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>The log of consent as the API says it.</summary>
internal static class ConsentViews
{
    public static ConsentView Of(NumberedConsent numbered) => new()
    {
        Channel = numbered.Consent.Channel,
        Purpose = numbered.Consent.Purpose,
        Agreed = numbered.Consent.Agreed,
        At = numbered.Consent.At,
        ReceivedAt = numbered.Consent.ReceivedAt,
        Source = numbered.Consent.Source,
        TouchpointId = numbered.Consent.Id,
        Type = numbered.Consent.Type,
        Reason = numbered.Consent.Reason,
        Sequence = numbered.Consent.Sequence,
    };
}
