using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Enriching;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Asks systems for the content of events: within their limits, and not for what is known already.</summary>
internal sealed class EnrichmentCalls(IWaitingDeliveries waiting, IHttpClientFactory clients, JourneyClock clock, TimeProvider system)
{
    /// <summary>How long another gateway waits for one that is gone: longer than a call takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int AnswerBytesMax = 1 << 20;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    /// <summary>How long a delivery's own answers serve its next tries.</summary>
    private static readonly TimeSpan OwnFor = TimeSpan.FromDays(1);

    /// <summary>How old a delivery is before what is missing counts as gone: systems show new things late.</summary>
    private static readonly TimeSpan MissingAfter = TimeSpan.FromMinutes(1);

    private readonly EnrichCache _cache = new();

    /// <summary>One that asks for this connection.</summary>
    public EnrichmentCaller Caller(SourceConnection connection, SourceEnrichment enrich, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets, string reader, EnrichCursor cursor) =>
        new(connection, enrich, settings, secrets, reader, cursor, new HttpAsker(enrich.Request, enrich.Query, enrich.Auth, clients, AnswerMax, AnswerBytesMax, system));

    /// <summary>The content of one event.</summary>
    public async Task<EnrichAnswer> AskAsync(EnrichmentCaller caller, WaitingDelivery delivery, ImmutableArray<KeyValuePair<string, string>> values, CancellationToken cancellationToken)
    {
        var shared = Key(caller, values);
        var own = $"{delivery.Number}\n{shared}";
        if (_cache.TryGet(shared, clock.SystemNow, out var known) || _cache.TryGet(own, clock.SystemNow, out known))
        {
            return new EnrichContent(known is null ? null : QueryDocument.Json(known));
        }

        if (caller.Cursor.NotBefore(caller.Enrich, clock.SystemNow) is { } later)
        {
            return new EnrichLater(later);
        }

        // The call counts before it is made: a crash must not have the limit exceeded.
        if (!await AdvanceAsync(caller, caller.Cursor.Calling(caller.Enrich, clock.SystemNow), cancellationToken))
        {
            return new EnrichLater(null);
        }

        var asked = await caller.Asker.AskAsync(
            new ProviderValues { OfEvent = values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal), Settings = caller.Settings, Secrets = caller.Secrets }, null, cancellationToken);
        var text = asked.Request is { } answered ? Encoding.UTF8.GetString(answered.Body.Span).Trim() : "";
        var answer = Read(caller, delivery, asked, text);
        var now = clock.SystemNow;
        if (!await AdvanceAsync(caller, answer is EnrichFailure { OfSystem: true } ? caller.Cursor.Failed(now, asked.RetryAfter) : caller.Cursor.Answered(now), cancellationToken))
        {
            return new EnrichLater(null);
        }

        if (answer is EnrichContent content)
        {
            _cache.Keep(own, content.Document is null ? null : text, now + OwnFor);
            if (content.Document is not null && caller.Enrich.Cache > TimeSpan.Zero)
            {
                _cache.Keep(shared, text, now + caller.Enrich.Cache);
            }
        }

        return answer;
    }

    /// <summary>The delivery is done: its own answers are of no further use.</summary>
    public void Forget(EnrichmentCaller caller, WaitingDelivery delivery, IEnumerable<ImmutableArray<KeyValuePair<string, string>>> asked)
    {
        foreach (var values in asked)
        {
            _cache.Forget($"{delivery.Number}\n{Key(caller, values)}");
        }
    }

    private EnrichAnswer Read(EnrichmentCaller caller, WaitingDelivery delivery, AskedAnswer asked, string text)
    {
        if (asked.Problem is null)
        {
            return text.Length == 0 ? new EnrichContent(null)
                : QueryDocument.Json(text) is { } document ? new EnrichContent(document)
                : new EnrichFailure($"{asked.Request!.Url.Host} answered with something that is not JSON.", null, OfSystem: true, IsFinal: false);
        }

        var problem = $"{asked.Problem}.";
        return asked.Status switch
        {
            404 when clock.SystemNow - delivery.StoredAt < MissingAfter => new EnrichFailure(problem, null, OfSystem: false, IsFinal: false),
            404 or 410 => caller.Enrich.MapsMissing ? new EnrichContent(null) : new EnrichFailure(problem, null, OfSystem: false, IsFinal: true),

            // The request itself is what is wrong. One that is refused (401, 403) is not: the secret can be entered again.
            400 or 405 or 406 or 414 or 415 or 422 => new EnrichFailure(problem, null, OfSystem: false, IsFinal: true),
            _ => new EnrichFailure(problem, asked.RetryAfter, OfSystem: true, IsFinal: false),
        };
    }

    private async Task<bool> AdvanceAsync(EnrichmentCaller caller, EnrichCursor cursor, CancellationToken cancellationToken)
    {
        caller.Cursor = cursor;
        return await waiting.AdvanceAsync(caller.Connection.Id, caller.Reader, cursor.Write(), Lease, cancellationToken);
    }

    // The texts and what they are filled with: the same gives the same request.
    private static string Key(EnrichmentCaller caller, ImmutableArray<KeyValuePair<string, string>> values)
    {
        var request = caller.Enrich.Request;
        string[] parts =
        [
            caller.Connection.Id, request.Method, request.Url, .. Flat(request.Headers), "", .. Flat(caller.Enrich.Query), "", .. Flat(caller.Settings.OrderBy(s => s.Key, StringComparer.Ordinal)), "", .. Flat(values),
        ];
        return JsonSerializer.Serialize(parts, EnrichKeyJson.Default.StringArray);
    }

    private static IEnumerable<string> Flat(IEnumerable<KeyValuePair<string, string>> pairs) => pairs.SelectMany(p => (IEnumerable<string>)[p.Key, p.Value]);
}
