using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Http;

/// <summary>Senders of connections whose provider is a document.</summary>
internal sealed class HttpKind(IHttpClientFactory clients, IOptions<ChannelOptions> options, IOptions<LinksOptions> links, TimeProvider clock) : ISenderKind
{
    /// <summary>Setting of providers that are given the address of their webhook with each message; where it is not stated, it is the installation's own.</summary>
    private const string Callback = "callback";

    public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => ProviderCatalog.Find(definitions, connection.Provider) is not null;

    public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets)
    {
        var provider = ProviderCatalog.Find(definitions, connection.Provider)!;
        if (!provider.Channels.Contains(connection.Channel))
        {
            return (null, $"{provider.Name} does not reach the channel '{connection.Channel}'; it reaches {string.Join(", ", provider.Channels)}.");
        }

        var settings = connection.Settings.Where(s => s.Key is not (ChannelAddresses.CountrySetting or "trackLinks")).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        if (provider.Settings.Any(s => s.Name == Callback) && !settings.ContainsKey(Callback) && links.Value.Address is { } address)
        {
            settings[Callback] = new Uri(address, $"v1/connections/{Uri.EscapeDataString(connection.Id)}/reports").AbsoluteUri;
        }

        if (ConnectionSettings.Problems(provider, settings) is { IsEmpty: false } problems)
        {
            return (null, $"{string.Join(". ", problems)}.");
        }

        if (ConnectionSettings.Missing(provider, secrets.Keys.ToHashSet(StringComparer.Ordinal)) is [var missing, ..])
        {
            return (null, $"The secret '{missing.Name}' ({missing.Label}) is missing.");
        }

        return (new HttpProviderSender(provider, settings, secrets, clients, options.Value.Timeout, clock), null);
    }
}
