using System.Text;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>The trial of a provider document as the API shows it.</summary>
internal static class ProviderTrialViews
{
    private static readonly Uri Address = new("https://webhook.invalid/");

    public static ProviderTrialView Of(ProviderDefinition provider, ProviderTrialRequest request, OutgoingMessage message, DateTimeOffset now) => new()
    {
        Name = provider.Name,
        Channels = provider.Channels,
        Settings = [.. provider.Settings.Select(ConnectionViews.Field)],
        Request = Of(ProviderTrial.Request(provider, request.Settings ?? new Dictionary<string, string>(), message)),
        Answer = request.Answer is { } answer ? Of(provider, ProviderTrial.Answer(provider, answer.Status, answer.Headers ?? new Dictionary<string, string>(), answer.Body ?? "", now)) : null,
        Webhook = request.Webhook is { } webhook ? Of(ProviderTrial.Webhook(provider, Recorded(webhook))) : null,
    };

    private static TrialRequestView Of(TrialRequest request) => new()
    {
        Problem = request.Problem,
        Method = request.Method,
        Url = request.Url,
        Headers = [.. request.Headers.Select(h => new TrialHeaderView(h.Key, h.Value))],
        ContentType = request.ContentType,
        Body = request.Body,
    };

    private static TrialAnswerView Of(ProviderDefinition provider, SendAnswer answer) => new()
    {
        Verdict = answer.Verdict.ToString().ToLowerInvariant(),
        Meaning = TrialWords.Of(provider, answer),
        ProviderId = answer.ProviderId,
        Text = answer.Text,
        RetryAfterSeconds = answer.RetryAfter?.TotalSeconds,
        ConnectionFault = answer.ConnectionFault,
        AddressFault = answer.AddressFault,
    };

    private static TrialWebhookView Of(WebhookResult result) => new()
    {
        Problem = result.Refusal,
        Reports = [.. result.Reports.Select(Of)],
        Skipped = result.Skipped,
        SkippedWords = result.SkippedWords,
        Unreadable = result.Unreadable,
        Confirms = result.Confirm is not null || result.Challenge is not null,
    };

    private static TrialReportView Of(DeliveryReport report) => new()
    {
        Step = report.Step.ToString().ToLowerInvariant(),
        EventId = report.EventId,
        Action = report.Action,
        ProviderId = report.ProviderId,
        At = report.At,
        Reason = report.Reason,
        Permanent = report.Permanent,
        Address = report.Address,
        Url = report.Url,
        Text = report.Text,
        Automated = report.Automated,
    };

    private static WebhookRequest Recorded(TrialWebhook webhook)
    {
        var headers = webhook.Headers ?? new Dictionary<string, string>();
        return new WebhookRequest
        {
            Method = webhook.Method?.ToUpperInvariant() ?? "POST",
            Url = new UriBuilder(Address) { Query = webhook.Query }.Uri,
            Headers = headers.Keys.Any(n => n.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) ? [.. headers] : [.. headers, new("Content-Type", "application/json")],
            Body = Encoding.UTF8.GetBytes(webhook.Body ?? ""),
        };
    }
}
