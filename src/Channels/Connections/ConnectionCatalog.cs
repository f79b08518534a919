using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Channels.Connections;

/// <summary>The published connections with their senders on this silo, kept up with documents, secrets and pauses.</summary>
public sealed partial class ConnectionCatalog(
    IDefinitions definitions,
    IConnectionSecrets secrets,
    IConnectionStates states,
    SecretReading reading,
    IEnumerable<ISenderKind> kinds,
    TimeProvider clock,
    ILogger<ConnectionCatalog> logger) : RepeatedWork(clock)
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile Built _built = new(CompiledDefinitions.Empty, FrozenDictionary<string, (string, LiveConnection)>.Empty);

    private sealed record Built(CompiledDefinitions Definitions, FrozenDictionary<string, (string Fingerprint, LiveConnection Connection)> ById);

    /// <summary>How soon a secret or a pause takes effect on every silo.</summary>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <summary>Connections as they are now; those of documents that were published a moment ago are among them.</summary>
    public async ValueTask<IReadOnlyCollection<LiveConnection>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(_built.Definitions, definitions.Current))
        {
            await RunAsync(cancellationToken);
        }

        return [.. _built.ById.Values.Select(b => b.Connection)];
    }

    /// <summary>Null where no such connection is published.</summary>
    public async ValueTask<LiveConnection?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(_built.Definitions, definitions.Current))
        {
            await RunAsync(cancellationToken);
        }

        return _built.ById.TryGetValue(id, out var found) ? found.Connection : null;
    }

    /// <summary>Channels with a rate of their own, as they are published now.</summary>
    public ImmutableArray<ChannelRate> Rates => definitions.Current.Set.Guardrails.Rates;

    /// <summary>Whether messages on the channel leave through connections.</summary>
    public bool Reaches(string channel)
    {
        foreach (var connection in definitions.Current.Set.Connections)
        {
            if (connection.Enabled && string.Equals(connection.Channel, channel, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        await _building.WaitAsync(cancellationToken);
        try
        {
            var current = definitions.Current;
            if (current.Set.Connections.IsEmpty && _built.ById.Count == 0)
            {
                _built = _built with { Definitions = current };
                return;
            }

            var entered = await secrets.ListAsync(cancellationToken);
            var known = (await states.ListAsync(cancellationToken)).ToDictionary(s => s.Connection, StringComparer.Ordinal);
            await BuildAsync(current, entered, known);
        }
        finally
        {
            _building.Release();
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    /// <summary>A connection of its own for a definition, as the test of one that is not published needs it.</summary>
    public LiveConnection Make(ConnectionDefinition connection, CompiledDefinitions current, ImmutableArray<ConnectionSecret> entered)
    {
        var (values, problems) = reading.Of(connection, current, entered);
        return Make(connection, current, values, problems);
    }

    private async Task BuildAsync(CompiledDefinitions current, ImmutableArray<ConnectionSecret> entered, Dictionary<string, ConnectionState> known)
    {
        var next = new Dictionary<string, (string, LiveConnection)>(StringComparer.Ordinal);
        var before = _built.ById;
        foreach (var definition in current.Set.Connections.Where(c => c.Enabled))
        {
            var (values, problems) = reading.Of(definition, current, entered);
            var fingerprint = Fingerprint(definition, current, values, problems);
            var connection = before.TryGetValue(definition.Id, out var kept) && kept.Fingerprint == fingerprint && kept.Connection.Sender is not null ? kept.Connection : Make(definition, current, values, problems);
            connection.Paused = known.TryGetValue(definition.Id, out var state) && state.Paused;
            next[definition.Id] = (fingerprint, connection);
        }

        _built = new Built(current, next.ToFrozenDictionary(StringComparer.Ordinal));
        foreach (var (_, old) in before.Values.Where(b => !next.Values.Any(n => ReferenceEquals(n.Item2, b.Connection))))
        {
            // What is being sent through it goes on; only what is idle is closed.
            await old.DisposeAsync();
        }
    }

    private LiveConnection Make(ConnectionDefinition connection, CompiledDefinitions current, IReadOnlyDictionary<string, string> values, ImmutableArray<string> problems)
    {
        if (!problems.IsEmpty)
        {
            return new LiveConnection(connection, null, string.Join(" ", problems), Clock);
        }

        if (kinds.FirstOrDefault(k => k.Makes(connection, current)) is not { } kind)
        {
            return new LiveConnection(connection, null, $"There is no provider '{connection.Provider}'.", Clock);
        }

        var (sender, problem) = kind.Make(connection, current, values);
        return new LiveConnection(connection, sender, problem, Clock);
    }

    // Secrets are in memory hashed only, beside the sender that has them.
    private static string Fingerprint(ConnectionDefinition c, CompiledDefinitions current, IReadOnlyDictionary<string, string> values, ImmutableArray<string> problems) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u0001', (string?[])
        [
            c.Channel, c.Provider, ProviderCatalog.Find(current, c.Provider)?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), c.Address, c.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{c.Weight}/{c.RatePerSecond}",
            .. c.Settings.Select(s => $"{s.Key}={s.Value}"), .. values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"), .. problems,
        ]))));

    [LoggerMessage(4101, LogLevel.Warning, "Secrets and states of connections could not be read; those known before stay")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
