using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Delivery;

/// <summary>Makes stored steps of reports.</summary>
public static class ReportSteps
{
    /// <summary>The reporter of what customers do with links of the installation.</summary>
    public const string Links = "links";

    /// <param name="report">What was reported.</param>
    /// <param name="reporter">Who reports it.</param>
    /// <param name="at">When it happened, by the journey's clock.</param>
    public static NewStep Of(DeliveryReport report, string reporter, DateTimeOffset at) => new()
    {
        Reporter = reporter,
        EventId = report.EventId,
        Step = report.Step,
        Action = report.Action,
        ProviderId = report.ProviderId,
        At = at,
        Reason = report.Reason,
        Permanent = report.Permanent,
        Address = report.Address,
        Url = report.Url,
        Text = report.Text,
        Automated = report.Automated,
    };
}
