using System.Globalization;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Links;

/// <summary>Records opens and clicks. A customer gets where the link leads whether or not it can be recorded.</summary>
internal sealed partial class LinkVisits(
    IMessageEvents events, AutomatedVisits automated, IReadModel store, JourneyClock clock, TimeProvider system, ILogger<LinkVisits> logger)
{
    /// <summary>Longest a customer waits for it.</summary>
    private static readonly TimeSpan RecordMax = TimeSpan.FromSeconds(2);

    /// <param name="context">The request.</param>
    /// <param name="text">Its token.</param>
    /// <param name="token">What the token says.</param>
    /// <param name="target">Of a tracked link: where it leads.</param>
    public async Task RecordAsync(HttpContext context, string text, LinkToken token, string? target)
    {
        if (token.Action is not { } action)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(RecordMax, system);
        try
        {
            // Not the request's own token: a mail program that closes the connection at once has opened the message all the same.
            var sent = target is null ? null : await SentAtAsync(action, timeout.Token);
            var why = automated.Why(Visit(context.Request, token, target, sent));
            await events.RecordAsync(Report(text, token, target, why is not null), token.Customer, token.Channel, timeout.Token);
        }
#pragma warning disable CA1031 // Whatever the cause, the customer is led on; the figure lacks one visit.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnrecorded(logger, exception, token.Purpose, action);
        }
    }

    private async Task<DateTimeOffset?> SentAtAsync(string action, CancellationToken cancellationToken) =>
        await store.ActionAsync(action, cancellationToken) is { Status: ActionStatus.Delivered } item ? item.StatusAt : null;

    private LinkVisit Visit(HttpRequest request, LinkToken token, string? target, DateTimeOffset? sent) => new()
    {
        Purpose = token.Purpose,
        UserAgent = request.Headers.UserAgent,
        Purposes = [.. LinkVisit.PurposeHeaders.SelectMany(h => request.Headers[h]).OfType<string>()],
        Action = token.Action,
        Target = target,
        SentAt = sent,
        At = clock.Now,
    };

    // A double click is one click, and a mail that is looked at is opened once a minute at most.
    private DeliveryReport Report(string text, LinkToken token, string? target, bool byProgram)
    {
        var seconds = clock.SystemNow.ToUnixTimeSeconds();
        var (step, when) = token.Purpose == LinkPurpose.Open ? (DeliveryStep.Opened, seconds / 60) : (DeliveryStep.Clicked, seconds);
        return new DeliveryReport
        {
            Step = step,
            Action = token.Action,
            EventId = string.Create(CultureInfo.InvariantCulture, $"{(step == DeliveryStep.Opened ? "open" : "click")}-{LinkSigner.NameOf(text)}-{when}"),
            At = clock.Now,
            Url = target,
            Automated = byProgram,
        };
    }

    [LoggerMessage(3501, LogLevel.Warning, "A visit by {Purpose} of action {Action} could not be recorded")]
    private static partial void LogUnrecorded(ILogger logger, Exception exception, LinkPurpose purpose, string action);
}
