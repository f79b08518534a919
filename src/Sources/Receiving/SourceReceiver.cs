using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Sources.Receiving;

/// <summary>Verifies and maps what a system delivers. Never throws on what arrives.</summary>
public static class SourceReceiver
{
    private const int AnswerLengthMax = 1_000;

    /// <summary>What the request came to.</summary>
    /// <param name="connection">The connection whose address it came to.</param>
    /// <param name="source">Its kind.</param>
    /// <param name="secrets">Of the connection, by name: the current ones, and during a rotation those before. One set has to hold.</param>
    /// <param name="request">As it arrived.</param>
    /// <param name="now">By the system's clock, for timestamps.</param>
    /// <param name="receivedAt">By the journey's clock, for events that state no time.</param>
    public static SourceDelivery Receive(
        SourceConnection connection, SourceDefinition source, ImmutableArray<IReadOnlyDictionary<string, string>> secrets, WebhookRequest request, DateTimeOffset now, DateTimeOffset receivedAt)
    {
        if (source.Webhook is not { } webhook)
        {
            return new RefusedDelivery($"{source.Name} takes no deliveries; upload its files");
        }

        if (DeliveryBody.Read(request, out var unread) is not { } received)
        {
            return new UnreadDelivery(unread);
        }

        var compiled = CompiledSource.Of(source);
        var settings = SourceSettings.Effective(source, connection.Settings);
        foreach (var challenge in webhook.Challenges)
        {
            if (compiled.Requests[challenge.When].Holds(received.Document))
            {
                return Answer(challenge, compiled, received, secrets);
            }
        }

        if (Refusal(webhook, compiled, received, settings, secrets, now) is { } refusal)
        {
            return new RefusedDelivery(refusal);
        }

        if (received.NotJson)
        {
            return new UnreadDelivery("The body is not JSON");
        }

        return SourceMapper.Map(compiled, received.Document, settings, connection.Id, receivedAt) is { } events
            ? new GenuineDelivery(events) { Answer = webhook.Answers.FirstOrDefault(a => a.When is null || compiled.Requests[a.When].Holds(received.Document))?.Text }
            : new UnreadDelivery($"The delivery has more than {SourceMapper.EventsMax:N0} events");
    }

    /// <summary>Whether the request is genuine for these secrets.</summary>
    public static bool IsGenuine(SourceDefinition source, ImmutableArray<IReadOnlyDictionary<string, string>> secrets, IEnumerable<KeyValuePair<string, string>> settings, WebhookRequest request, DateTimeOffset now) =>
        source.Webhook is { } webhook && DeliveryBody.Read(request, out _) is { } received
        && Refusal(webhook, CompiledSource.Of(source), received, SourceSettings.Effective(source, settings), secrets, now) is null;

    private static string? Refusal(
        SourceWebhook webhook, CompiledSource compiled, ReceivedWebhook received, IReadOnlyDictionary<string, string> settings, ImmutableArray<IReadOnlyDictionary<string, string>> secrets,
        DateTimeOffset now)
    {
        string? first = null;
        foreach (var set in secrets)
        {
            foreach (var way in webhook.Ways)
            {
                var refusal = way.Select(check => WebhookVerification.Refusal(check, compiled.Requests, received, settings, set, now)).FirstOrDefault(r => r is not null);
                if (refusal is null && !way.IsEmpty)
                {
                    return null;
                }

                // Of several ways the one whose secret is entered says most.
                first = first is null || first == WebhookVerification.NotEntered ? refusal : first;
            }
        }

        return first ?? WebhookVerification.NotEntered;
    }

    private static SourceDelivery Answer(SourceChallenge challenge, CompiledSource compiled, ReceivedWebhook received, ImmutableArray<IReadOnlyDictionary<string, string>> secrets)
    {
        if (challenge.Token is { } token && !secrets.Any(s => s.TryGetValue(challenge.Secret!, out var secret) && WebhookVerification.Same(compiled.Requests[token].Text(received.Document), secret.Trim())))
        {
            return new RefusedDelivery("the shared secret is not right");
        }

        var answer = challenge.Answer is null ? "" : compiled.Requests[challenge.Answer].Text(received.Document) ?? "";
        if (answer.Length > AnswerLengthMax)
        {
            return new RefusedDelivery("the question is too long");
        }

        if (challenge.SignedWith is { } name)
        {
            if (secrets.Select(s => s.GetValueOrDefault(name)).FirstOrDefault(s => !string.IsNullOrWhiteSpace(s)) is not { } key)
            {
                return new RefusedDelivery(WebhookVerification.NotEntered);
            }

            answer = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Trim()), Encoding.UTF8.GetBytes(answer)));
        }

        var text = challenge.Wrap is { } wrap ? wrap.Replace("{answer}", answer, StringComparison.Ordinal) : answer;
        return new QuestionDelivery(text, text.StartsWith('{') ? "application/json" : "text/plain");
    }
}
