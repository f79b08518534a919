using System.Net.Http.Json;
using CxOrchestrator.Api.Sources;

namespace CxOrchestrator.Console;

/// <summary>Systems that touchpoints come from.</summary>
internal sealed partial class ApiClient
{
    public Task<SourcesView> SourcesAsync() => GetAsync("v1/sources", ConsoleJson.Api.SourcesView);

    public Task<SourceView> SourceAsync(string id) => GetAsync($"v1/sources/{Escape(id)}", ConsoleJson.Api.SourceView);

    public Task<SourceKindsView> SourceKindsAsync() => GetAsync("v1/source-kinds", ConsoleJson.Api.SourceKindsView);

    public Task<SourceDeliveriesView> SourceDeliveriesAsync(string id) => GetAsync($"v1/sources/{Escape(id)}/deliveries", ConsoleJson.Api.SourceDeliveriesView);

    public Task<SourceDeliveryView> SourceDeliveryAsync(string id, long number) => GetAsync($"v1/sources/{Escape(id)}/deliveries/{number}", ConsoleJson.Api.SourceDeliveryView);

    public Task SetSourceSecretAsync(string id, string name, NewSourceSecret secret) =>
        SendAsync(HttpMethod.Put, $"v1/sources/{Escape(id)}/secrets/{Escape(name)}", JsonContent.Create(secret, ConsoleJson.Api.NewSourceSecret));

    public Task<SourceTrialView> TrySourceAsync(SourceTrialRequest request) =>
        SendAsync(HttpMethod.Post, "v1/sources/try", JsonContent.Create(request, ConsoleJson.Api.SourceTrialRequest), ConsoleJson.Api.SourceTrialView);
}
