using System.Collections.Immutable;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>Connections as the API shows them.</summary>
internal sealed class ConnectionViews(IDefinitions definitions, IConnectionSecrets secrets, IConnectionStates states, IReturnMailboxes mailboxes, ConnectionCatalog catalog)
{
    public async Task<IReadOnlyList<ConnectionView>> AllAsync(CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        var entered = await secrets.ListAsync(cancellationToken);
        var known = await states.ListAsync(cancellationToken);
        var read = await mailboxes.ListAsync(cancellationToken);
        return [.. current.Set.Connections.Select(c => Of(c, current, entered, known, read))];
    }

    /// <summary>Null where it is not published and has no secrets.</summary>
    public async Task<ConnectionView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        var entered = await secrets.ListAsync(cancellationToken);
        if (current.Set.Connections.FirstOrDefault(c => c.Id == id) is { } connection)
        {
            return Of(connection, current, entered, await states.ListAsync(cancellationToken), await mailboxes.ListAsync(cancellationToken));
        }

        return !id.StartsWith('$') && entered.Any(s => s.Connection == id) ? Unpublished(id, entered) : null;
    }

    /// <summary>Protocols, then providers by name.</summary>
    public IReadOnlyList<ConnectionProviderView> Providers() =>
    [
        .. ConnectionProtocols.All.Select(p => new ConnectionProviderView { Id = p.Id, Name = p.Name, Channels = [p.Channel], Settings = [.. p.Settings.Select(Field)], Secrets = [.. p.Secrets.Select(Field)] }),
        .. ProviderCatalog.All(definitions.Current).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(Of),
    ];

    /// <summary>What a connection is made of; null where its provider is not known.</summary>
    public ConnectionProviderView? Provider(ConnectionDefinition connection) => Providers().FirstOrDefault(p => p.Id == connection.Provider);

    private static ConnectionProviderView Of(ProviderDefinition provider) => new()
    {
        Id = provider.Id,
        Name = provider.Name,
        Channels = provider.Channels,
        Settings = [.. provider.Settings.Select(Field)],
        Secrets = [.. provider.Secrets.Select(s => new ConnectionFieldView { Name = s.Name, Label = s.Label, Required = s.Required, Choices = [] })],
    };

    private ConnectionView Of(
        ConnectionDefinition connection, CompiledDefinitions current, ImmutableArray<ConnectionSecret> entered, ImmutableArray<ConnectionState> known, ImmutableArray<ReturnMailbox> read)
    {
        var state = known.FirstOrDefault(s => s.Connection == connection.Id);

        // Made for its problem alone: nothing is opened before the first message.
        var problem = connection.Enabled ? catalog.Make(connection, current, entered).Problem : null;
        return new ConnectionView
        {
            Id = connection.Id,
            Name = connection.Name,
            Version = connection.Version,
            Channel = connection.Channel,
            Provider = connection.Provider,
            State = !connection.Enabled ? "disabled" : problem is not null ? "incomplete" : state is { Paused: true } ? "paused" : state is { FailingSince: not null } ? "failing" : state?.WorkedAt is null ? "unused" : "working",
            Problem = problem ?? state?.LastError,
            FailingSince = state?.FailingSince,
            WorkedAt = state?.WorkedAt,
            PausedBy = state?.PausedBy,
            PausedAt = state?.PausedAt,
            Weight = connection.Weight,
            RatePerSecond = connection.RatePerSecond,
            Settings = connection.Settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
            Secrets = [.. Secrets(connection, entered)],
            Mailbox = connection.Enabled && connection.Provider == ConnectionProtocols.Smtp && ImapSettings.Of(connection, ImmutableDictionary<string, string>.Empty)?.Place is { } place ? MailboxOf(place, read.FirstOrDefault(r => r.Connection == connection.Id)) : null,
            ReportsTo = ProviderCatalog.Find(current, connection.Provider)?.Webhook is null ? null : ReportEndpoints.Path.Replace("{id}", Uri.EscapeDataString(connection.Id), StringComparison.Ordinal),
        };
    }

    private static ReturnMailboxView MailboxOf(string place, ReturnMailbox? read)
    {
        var found = read?.Found ?? ReturnCounts.None;
        return new ReturnMailboxView
        {
            Place = place,
            ReadAt = read?.ReadAt,
            FailingSince = read?.FailingSince,
            Problem = read?.LastError,
            Bounces = found.Bounces,
            Complaints = found.Complaints,
            Replies = found.Replies,
            Delivered = found.Delivered,
            Automatic = found.Automatic,
            Foreign = found.Foreign,
            NotUnderstood = found.NotUnderstood,
            Unreadable = found.Unreadable,
        };
    }

    private IEnumerable<ConnectionSecretView> Secrets(ConnectionDefinition connection, ImmutableArray<ConnectionSecret> entered)
    {
        foreach (var field in Provider(connection)?.Secrets ?? [])
        {
            var outside = connection.Secrets.FirstOrDefault(s => s.Name == field.Name);
            var inside = entered.FirstOrDefault(s => s.Connection == connection.Id && s.Name == field.Name);
            yield return new ConnectionSecretView
            {
                Name = field.Name,
                Label = field.Label,
                State = outside is not null ? (outside.Place == SecretPlace.File ? "file" : "environment") : inside is null ? "missing" : inside.Target == SecretTargets.Of(connection, definitions.Current, field.Name) ? "entered" : "otherTarget",
                SetBy = outside is null ? inside?.SetBy : null,
                SetAt = outside is null ? inside?.SetAt : null,
            };
        }
    }

    private static ConnectionView Unpublished(string id, ImmutableArray<ConnectionSecret> entered) => new()
    {
        Id = id,
        Name = id,
        Version = 0,
        Channel = "",
        Provider = "",
        State = "incomplete",
        Problem = "It is not published yet.",
        Weight = 1,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        Secrets = [.. entered.Where(s => s.Connection == id).Select(s => new ConnectionSecretView { Name = s.Name, Label = s.Name, State = "entered", SetBy = s.SetBy, SetAt = s.SetAt })],
    };

    public static ConnectionFieldView Field(ProviderSetting setting) =>
        new() { Name = setting.Name, Label = setting.Label, Required = setting.Required && setting.Default is null, Choices = [], Hint = setting.Default };

    private static ConnectionFieldView Field(ConnectionField field) => new() { Name = field.Name, Label = field.Label, Required = field.Required, Choices = field.Choices, Hint = field.Hint };
}
