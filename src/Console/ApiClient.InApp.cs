using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.InApp;

namespace CxOrchestrator.Console;

/// <summary>Keys that sign who a customer is for in-app messages.</summary>
internal sealed partial class ApiClient
{
    public Task<Page<InAppKeyView>> InAppKeysAsync() => GetAsync("v1/in-app/keys", ConsoleJson.Api.PageInAppKeyView);

    public Task<InAppKeyMade> AddInAppKeyAsync(NewInAppKey key) =>
        SendAsync(HttpMethod.Post, "v1/in-app/keys", JsonContent.Create(key, ConsoleJson.Api.NewInAppKey), ConsoleJson.Api.InAppKeyMade);

    public Task RemoveInAppKeyAsync(string id) => SendAsync(HttpMethod.Delete, $"v1/in-app/keys/{Escape(id)}", null);
}
