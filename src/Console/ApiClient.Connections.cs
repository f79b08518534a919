using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Connections;

namespace CxOrchestrator.Console;

/// <summary>Connections and what left through them.</summary>
internal sealed partial class ApiClient
{
    public Task<ConnectionsView> ConnectionsAsync() => GetAsync("v1/connections", ConsoleJson.Api.ConnectionsView);

    public Task<ConnectionView> ConnectionAsync(string id) => GetAsync($"v1/connections/{Escape(id)}", ConsoleJson.Api.ConnectionView);

    public Task<ConnectionProvidersView> ConnectionProvidersAsync() => GetAsync("v1/connection-providers", ConsoleJson.Api.ConnectionProvidersView);

    public Task<Page<DeliveryView>> DeliveriesAsync(string connection, int limit) =>
        GetAsync($"v1/connections/{Escape(connection)}/deliveries?limit={limit}", ConsoleJson.Api.PageDeliveryView);

    public Task<ConnectionView> SetSecretAsync(string connection, string name, NewSecret secret) => SendAsync(
        HttpMethod.Put, $"v1/connections/{Escape(connection)}/secrets/{Escape(name)}", JsonContent.Create(secret, ConsoleJson.Api.NewSecret), ConsoleJson.Api.ConnectionView);

    public Task RemoveSecretAsync(string connection, string name) => SendAsync(HttpMethod.Delete, $"v1/connections/{Escape(connection)}/secrets/{Escape(name)}", null);

    public Task<ConnectionTestView> TestConnectionAsync(string connection, ConnectionTrial trial) => SendAsync(
        HttpMethod.Post, $"v1/connections/{Escape(connection)}/test", JsonContent.Create(trial, ConsoleJson.Api.ConnectionTrial), ConsoleJson.Api.ConnectionTestView);

    public Task<ProviderTrialView> TryProviderAsync(ProviderTrialRequest request) => SendAsync(
        HttpMethod.Post, "v1/providers/try", JsonContent.Create(request, ConsoleJson.Api.ProviderTrialRequest), ConsoleJson.Api.ProviderTrialView);

    public Task<ConnectionView> PauseConnectionAsync(string connection, bool paused) => SendAsync(
        HttpMethod.Put, $"v1/connections/{Escape(connection)}/paused", JsonContent.Create(new ConnectionPause { Paused = paused }, ConsoleJson.Api.ConnectionPause), ConsoleJson.Api.ConnectionView);

    public Task<SentMessageView> SentMessageAsync(string action) => GetAsync($"v1/actions/{Escape(action)}/message", ConsoleJson.Api.SentMessageView);
}
