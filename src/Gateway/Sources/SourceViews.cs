using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Connections;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Sources.Pulling;
using CxOrchestrator.Sources.Receiving;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Sources as the API shows them.</summary>
internal sealed class SourceViews(IDefinitions definitions, SourceSecrets secrets, ISourceDeliveries deliveries, ISourcePulls pulls, IWaitingDeliveries waiting, IReadModel ledger, JourneyClock clock, IOptions<AccessOptions> access)
{
    private string Address => access.Value.PublicUrl is { Length: > 0 } own ? own.TrimEnd('/') : "http://127.0.0.1:5080";

    private const int HoursShown = 24;

    public async Task<IReadOnlyList<SourceView>> AllAsync(CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        var facts = await FactsAsync(cancellationToken);
        var views = new List<SourceView>(current.Set.SourceConnections.Length);
        foreach (var connection in current.Set.SourceConnections)
        {
            views.Add(await OfAsync(connection, current, facts, cancellationToken));
        }

        return views;
    }

    /// <summary>Null where it is not published.</summary>
    public async Task<SourceView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        return current.Set.SourceConnections.FirstOrDefault(c => c.Id == id) is { } connection ? await OfAsync(connection, current, await FactsAsync(cancellationToken), cancellationToken) : null;
    }

    public IReadOnlyList<SourceKindView> Kinds()
    {
        var current = definitions.Current;
        return [.. BuiltInSources.AllOf(current).Select(k => Of(k, current))];
    }

    public static SourceDeliveryView Of(SourceDeliveryRecord record, bool whole) => new()
    {
        Number = record.Number,
        At = record.At,
        Status = record.Status,
        Reason = record.Reason,
        Size = record.Size,
        Events = record.Result is { } result ? JsonSerializer.Deserialize(result, ApiJson.Default.IReadOnlyListMappedEventView)! : [],
        Headers = whole && record.Headers is { } headers ? JsonSerializer.Deserialize(headers, ApiJson.Default.IReadOnlyDictionaryStringString) : null,
        Body = whole && record.Body is { } body ? Encoding.UTF8.GetString(body.Span) : null,
    };

    private static SourceKindView Of(SourceDefinition kind, CompiledDefinitions current)
    {
        var builtIn = current.Set.Sources.All(s => s.Id != kind.Id);
        return new SourceKindView
        {
            Id = kind.Id,
            Name = kind.Name,
            BuiltIn = builtIn,
            Settings = [.. kind.Settings.Select(ConnectionViews.Field)],
            Secrets = [.. kind.Secrets.Select(s => new ConnectionFieldView { Name = s.Name, Label = s.Label, Required = s.Required, Choices = [] })],
            Asks = [.. kind.Secrets.Select(s => s.Name).Where(s => PullTargets.Uses(kind, s))],
            Words = [.. kind.Mappings.Select(m => m.Word).Distinct()],
            Document = builtIn ? BuiltInSources.Documents.FirstOrDefault(d => d.File == $"{kind.Id}.yaml")?.Text : null,
        };
    }

    private async Task<Facts> FactsAsync(CancellationToken cancellationToken)
    {
        var now = clock.SystemNow;
        var ended = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);
        return new Facts(
            await secrets.AllAsync(cancellationToken), await deliveries.CountsAsync(ended.AddHours(1 - HoursShown), cancellationToken), await ledger.LedgerAsync(cancellationToken), await pulls.ListAsync(cancellationToken),
            await waiting.CountsAsync(cancellationToken), ended);
    }

    private async Task<SourceView> OfAsync(SourceConnection connection, CompiledDefinitions current, Facts facts, CancellationToken cancellationToken)
    {
        var kind = BuiltInSources.Find(current, connection.Source);
        var last = (await deliveries.ListAsync(connection.Id, cancellationToken)).FirstOrDefault();
        var (sets, wrong) = await secrets.OfAsync(connection, kind, cancellationToken);
        var problem = connection.Enabled ? Problem(connection, kind, sets[0], wrong) : null;
        var asked = kind is not { Pull: not null } and not { Stream: not null } ? null : facts.Asked.FirstOrDefault(a => a.Connection == connection.Id);
        var held = facts.Waiting.FirstOrDefault(w => w.Connection == connection.Id);
        var received = facts.Ledger.Sources.FirstOrDefault(s => s.Source == connection.Id)?.Received ?? 0;
        var all = facts.Ledger.Sources.Sum(s => s.Received);
        return new SourceView
        {
            Id = connection.Id,
            Name = connection.Name,
            Version = connection.Version,
            Kind = connection.Source,
            KindName = kind?.Name ?? connection.Source,
            State = !connection.Enabled ? "disabled" : problem is not null ? "incomplete" : asked?.FailingSince is not null || held?.FailingSince is not null ? "failing" : last is null ? (asked?.ReadAt is null ? "unused" : "connected") : last.Status != StatusCodes.Status200OK ? "refusing"
                : clock.SystemNow - last.At > TimeSpan.FromHours(HoursShown) ? "silent" : "receiving",
            Problem = problem ?? asked?.LastError ?? (connection.Enabled ? held?.LastError : null) ?? Held(connection, held) ?? last?.Reason,
            Waiting = held?.Waiting ?? 0,
            DeadLetters = held?.Dead ?? 0,
            AskedAt = asked?.ReadAt,
            DeliversTo = kind?.Webhook is null ? null : SourceEndpoints.Path.Replace("{id}", Uri.EscapeDataString(connection.Id), StringComparison.Ordinal),
            Paths = [.. (kind?.Webhook?.Paths ?? []).Select(p => p.Path).Distinct(StringComparer.Ordinal)],
            Sample = kind is null ? null : SampleCurl.Of(kind, new Uri($"{Address}{SourceEndpoints.Path.Replace("{id}", Uri.EscapeDataString(connection.Id), StringComparison.Ordinal)}"), clock.Now),
            LastAt = last?.At,
            Hours = [.. Enumerable.Range(1 - HoursShown, HoursShown).Select(h => Hour(connection.Id, facts.Ended.AddHours(h), facts.Counts))],
            LedgerShare = all > 0 ? (double)received / all : null,
            Settings = connection.Settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
            Secrets = [.. (kind?.Secrets ?? []).Select(s => Secret(connection, kind, s, facts.Entered, sets[0]))],
        };
    }

    private static string? Held(SourceConnection connection, WaitingCount? held) => (connection.Enabled, held) switch
    {
        (false, { Waiting: 1 }) => "1 delivery waits to be enriched until the connection is enabled.",
        (false, { Waiting: > 1 }) => FormattableString.Invariant($"{held.Waiting:N0} deliveries wait to be enriched until the connection is enabled."),
        (_, { Dead: 1 }) => "1 delivery could not be enriched and is a dead letter.",
        (_, { Dead: > 1 }) => FormattableString.Invariant($"{held.Dead:N0} deliveries could not be enriched and are dead letters."),
        _ => null,
    };

    private static string? Problem(SourceConnection connection, SourceDefinition? kind, IReadOnlyDictionary<string, string> entered, ImmutableArray<string> wrong)
    {
        if (kind is null)
        {
            return $"There is no source '{connection.Source}'. Name a built-in one, or publish its document.";
        }

        if (!wrong.IsEmpty)
        {
            return string.Join(' ', wrong);
        }

        var settings = SourceSettings.Problems(kind, connection.Settings);
        if (!settings.IsEmpty)
        {
            return $"Settings: {string.Join("; ", settings)}.";
        }

        var unasked = PullTargets.Missing(kind, SourceSettings.Effective(kind, connection.Settings), entered).ToList();
        if (unasked.Count > 0 && (kind.Webhook is null || (kind.Enrich is null && entered.Keys.Any(s => PullTargets.Uses(kind, s)))))
        {
            return $"It cannot be asked without: {string.Join(", ", unasked)}.";
        }

        var missing = kind.Secrets.Where(s => s.Required && !entered.ContainsKey(s.Name)).Select(s => s.Label).ToList();
        return missing.Count > 0 ? $"Not entered yet: {string.Join(", ", missing)}."
            : kind.Webhook is not null && !kind.Secrets.IsEmpty && kind.Secrets.All(s => !entered.ContainsKey(s.Name)) ? $"No secret is entered yet: {string.Join(", or ", kind.Secrets.Select(s => s.Label))}." : null;
    }

    private static SourceHourView Hour(string connection, DateTimeOffset hour, ImmutableArray<SourceCount> counts)
    {
        var count = counts.FirstOrDefault(c => c.Connection == connection && c.Hour == hour);
        return new SourceHourView
        {
            Hour = hour,
            Deliveries = count?.Deliveries ?? 0,
            Refused = count?.Refused ?? 0,
            Touchpoints = count?.Touchpoints ?? 0,
            Unmapped = count?.Unmapped ?? 0,
            Dropped = count?.Dropped ?? 0,
        };
    }

    private SourceSecretView Secret(SourceConnection connection, SourceDefinition? kind, ProviderSecret secret, ImmutableArray<ConnectionSecret> entered, IReadOnlyDictionary<string, string> current)
    {
        var outside = connection.Secrets.FirstOrDefault(s => s.Name == secret.Name);
        var inside = outside is null ? entered.FirstOrDefault(s => s.Connection == connection.Id && s.Name == secret.Name) : null;
        return new SourceSecretView
        {
            Name = secret.Name,
            Label = secret.Label,
            Required = secret.Required,
            State = outside is not null ? (outside.Place == SecretPlace.File ? "file" : "environment") : current.ContainsKey(secret.Name) ? "entered" : "missing",
            SetBy = inside?.SetBy,
            SetAt = inside?.SetAt,
            SentTo = PullTargets.Of(kind, connection, secret.Name) is { Length: > 0 } places ? places : null,
            BeforeUntil = secrets.BeforeUntil(entered, connection.Id, secret.Name),
        };
    }

    /// <summary>What several views are made of.</summary>
    /// <param name="Entered">Secrets.</param>
    /// <param name="Counts">Of the hours shown.</param>
    /// <param name="Ledger">Of all sources.</param>
    /// <param name="Asked">How far sources are asked.</param>
    /// <param name="Waiting">What waits to be enriched.</param>
    /// <param name="Ended">The beginning of the hour that is under way.</param>
    private sealed record Facts(ImmutableArray<ConnectionSecret> Entered, ImmutableArray<SourceCount> Counts, Ledger Ledger, ImmutableArray<SourcePullState> Asked, ImmutableArray<WaitingCount> Waiting, DateTimeOffset Ended);
}
