using System.Net.Http.Headers;
using System.Text.Json;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Gateway.Tests.InApp;

/// <summary>A gateway with a key that signs tokens, and messages for customers.</summary>
internal sealed class InAppHost : IAsyncDisposable
{
    private InAppHost(GatewayHost gateway, string id, string secret) => (Gateway, Id, Secret) = (gateway, id, secret);

    public GatewayHost Gateway { get; }

    public string Id { get; }

    public string Secret { get; }

    public static async Task<InAppHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var gateway = await GatewayHost.StartAsync([("InApp:LookEvery", "00:00:00.100"), .. settings]);
        var (status, json, _) = await gateway.SendAsync(HttpMethod.Post, "/v1/in-app/keys", """{"name":"app"}""");
        Assert.Equal(201, status);
        return new InAppHost(gateway, json.GetProperty("key").GetProperty("id").GetString()!, json.GetProperty("secret").GetString()!);
    }

    public string Token(string customer, TimeSpan? valid = null) =>
        InAppToken.Of(Secret, InAppToken.Payload(customer, TimeProvider.System.GetUtcNow() + (valid ?? TimeSpan.FromHours(1))), kid: Id);

    /// <summary>A message as the channel puts it: its action is in the outbox.</summary>
    public async Task PutAsync(string customer, string id, string text = "Sorry")
    {
        await Gateway.Get<SqliteDatabase>().WriteAsync(
            transaction =>
            {
                using var insert = transaction.Session.Use("INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, action) VALUES (?1, ?2, 1, 'p', 4, 0, 0, '{}')");
                return insert.Bind(1, id).Bind(2, Grains.Contracts.Customers.CustomerKey.For(new(customer)).ToString()).Run();
            },
            TestContext.Current.CancellationToken);
        await Gateway.Get<IInAppInbox>().PutAsync(
            new InAppMessage { Id = id, Title = "Late", Text = text, Link = "https://shop.example/voucher", LinkText = "Use it", Image = "https://shop.example/voucher.png", SentAt = GatewayHost.Start }, TestContext.Current.CancellationToken);
    }

    public async Task<(int Status, JsonElement Json, HttpResponseMessage Response)> AskAsync(string? token, string path, HttpMethod? method = null, params (string Name, string Value)[] headers) =>
        await Gateway.SendAsync(method ?? HttpMethod.Get, path, headers: token is null ? headers : [("Authorization", $"Bearer {token}"), .. headers]);

    public async Task<StreamReader> OpenAsync(string token, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/in-app/v1/stream{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(": open", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return reader;
    }

    /// <summary>The next line that begins with the field's name.</summary>
    public static async Task<string> NextAsync(StreamReader stream, string field)
    {
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith($"{field}: ", StringComparison.Ordinal))
            {
                return line[(field.Length + 2)..];
            }
        }

        throw new EndOfStreamException($"The stream ended without another {field}.");
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
