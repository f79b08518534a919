using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Keys;

namespace CxOrchestrator.Console;

/// <summary>Keys of machines.</summary>
internal sealed partial class ApiClient
{
    public Task<Page<ApiKeyView>> KeysAsync() => GetAsync("v1/keys", ConsoleJson.Api.PageApiKeyView);

    public Task<ApiKeyMade> AddKeyAsync(NewApiKey key) =>
        SendAsync(HttpMethod.Post, "v1/keys", JsonContent.Create(key, ConsoleJson.Api.NewApiKey), ConsoleJson.Api.ApiKeyMade);

    public Task<ApiKeyMade> RotateKeyAsync(string name, KeyRotation rotation) =>
        SendAsync(HttpMethod.Post, $"v1/keys/{Escape(name)}/rotate", JsonContent.Create(rotation, ConsoleJson.Api.KeyRotation), ConsoleJson.Api.ApiKeyMade);

    /// <param name="name">Name of the key.</param>
    /// <param name="secret">Only the secret with this id; null: all of the key.</param>
    public Task RemoveKeyAsync(string name, string? secret) =>
        SendAsync(HttpMethod.Delete, $"v1/keys/{Escape(name)}{(secret is null ? "" : $"/secrets/{Escape(secret)}")}", null);
}
