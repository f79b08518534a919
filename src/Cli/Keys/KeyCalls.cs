using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Keys;

namespace CxOrchestrator.Cli.Keys;

/// <summary>Asks a gateway about keys and prints its answers.</summary>
internal sealed class KeyCalls(HttpClient http, GatewaySession session, TextWriter output)
{
    private const string Path = "v1/keys";

    public async Task<bool> ListAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(Path, UriKind.Relative), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        var keys = (await answer.Content.ReadFromJsonAsync<Page<ApiKeyView>>(GatewaySession.Json, cancellationToken))!.Items;
        foreach (var key in keys)
        {
            output.WriteLine($"{key.Name}{(key.Sources.Count > 0 ? $"  sources {string.Join(", ", key.Sources)}" : "")}  scopes {string.Join(", ", key.Scopes)}");
            foreach (var secret in key.Secrets)
            {
                output.WriteLine(
                    $"  {secret.Id}  {(secret.Expired ? "expired" : "valid until")} {secret.ExpiresAt:yyyy-MM-dd HH:mm}  {(secret.LastUsedAt is { } used ? $"used {used:yyyy-MM-dd HH:mm}" : "not used yet")}  made by {secret.CreatedBy}");
            }
        }

        if (keys.Count == 0)
        {
            output.WriteLine("There are no keys.");
        }

        return true;
    }

    public Task<bool> AddAsync(NewApiKey key, CancellationToken cancellationToken) => MadeAsync(http.PostAsJsonAsync(Path, key, GatewaySession.Json, cancellationToken), cancellationToken);

    public Task<bool> RotateAsync(string name, KeyRotation rotation, CancellationToken cancellationToken) =>
        MadeAsync(http.PostAsJsonAsync($"{Path}/{Uri.EscapeDataString(name)}/rotate", rotation, GatewaySession.Json, cancellationToken), cancellationToken);

    public async Task<bool> RemoveAsync(string name, string? secret, CancellationToken cancellationToken)
    {
        var path = $"{Path}/{Uri.EscapeDataString(name)}{(secret is null ? "" : $"/secrets/{Uri.EscapeDataString(secret)}")}";
        using var answer = await http.DeleteAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        output.WriteLine(secret is null ? $"Removed the key {name}." : $"Removed the secret {secret} of the key {name}.");
        return true;
    }

    private async Task<bool> MadeAsync(Task<HttpResponseMessage> asking, CancellationToken cancellationToken)
    {
        using var answer = await asking;
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        var made = (await answer.Content.ReadFromJsonAsync<ApiKeyMade>(GatewaySession.Json, cancellationToken))!;
        output.WriteLine(made.Secret);
        return true;
    }
}
