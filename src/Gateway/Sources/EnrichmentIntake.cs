using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Sources.Pulling;
using CxOrchestrator.Sources.Receiving;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Which deliveries wait until their events are enriched, and what is kept of them meanwhile.</summary>
internal sealed class EnrichmentIntake(IWaitingDeliveries waiting, SourceSecrets secrets, JourneyClock clock)
{
    /// <summary>Most events of a delivery that are enriched.</summary>
    public const int EventsMax = 500;

    /// <summary>Whether the delivery waits: an event lacks its content, and the connection is set up to get it.</summary>
    public async ValueTask<bool> TakesAsync(SourceConnection connection, SourceDefinition source, GenuineDelivery delivery, CancellationToken cancellationToken) =>
        delivery.Events.Any(e => e.Lacks is not null) && await EnrichesAsync(connection, source, cancellationToken);

    /// <summary>
    /// Whether the connection is set up to enrich. One that leaves an optional secret or setting out is not. One whose secret is there and cannot be used
    /// is: its deliveries wait until it can.
    /// </summary>
    public async ValueTask<bool> EnrichesAsync(SourceConnection connection, SourceDefinition source, CancellationToken cancellationToken)
    {
        if (source.Enrich is null)
        {
            return false;
        }

        var entered = (await secrets.AllAsync(cancellationToken)).Where(s => s.Connection == connection.Id).Select(s => s.Name);
        var names = source.Secrets.Where(s => s.Required).Select(s => s.Name).Concat(connection.Secrets.Select(s => s.Name)).Concat(entered).ToHashSet(StringComparer.Ordinal);
        return !PullTargets.MissingToEnrich(source, SourceSettings.Effective(source, connection.Settings), names.Contains).Any();
    }

    /// <summary>Keeps a delivery; false where as many as may be wait.</summary>
    /// <param name="connection">Whose it is.</param>
    /// <param name="request">As it arrived.</param>
    /// <param name="secrets">That it may carry.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    public Task<bool> KeepAsync(SourceConnection connection, WebhookRequest request, ImmutableArray<IReadOnlyDictionary<string, string>> secrets, CancellationToken cancellationToken)
    {
        var values = secrets.SelectMany(s => s.Values).Select(v => v.Trim()).Where(v => v.Length > 0).ToHashSet(StringComparer.Ordinal);
        return waiting.AddAsync(
            new NewWaitingDelivery
            {
                Connection = connection.Id,
                ReceivedAt = clock.Now,
                Method = request.Method,
                Url = WithoutSecrets(request.Url, values),
                Headers = JsonSerializer.Serialize(
                    DeliveryProofs.Without(request.Headers.Where(h => !h.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) && !values.Any(v => h.Value.Contains(v, StringComparison.Ordinal)))),
                    ApiJson.Default.IReadOnlyDictionaryStringString),
                Body = DeliveryBody.Plain(request) ?? request.Body,
            },
            cancellationToken);
    }

    /// <summary>The delivery as it was kept.</summary>
    public static WebhookRequest RequestOf(WaitingDelivery delivery) => new()
    {
        Method = delivery.Method,
        Url = new Uri(delivery.Url),
        Headers = [.. JsonSerializer.Deserialize(delivery.Headers, ApiJson.Default.IReadOnlyDictionaryStringString)!],
        Body = delivery.Body,
    };

    private static string WithoutSecrets(Uri url, HashSet<string> secrets)
    {
        var kept = QueryHelpers.ParseQuery(url.Query).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")).Where(q => !secrets.Contains(q.Value));
        return url.GetLeftPart(UriPartial.Path) + new QueryBuilder(kept).ToQueryString();
    }
}
