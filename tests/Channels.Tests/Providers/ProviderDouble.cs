using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>A server in a provider's place: it records what it is sent and gives the answer that is set.</summary>
internal sealed class ProviderDouble : IHttpClientFactory, IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseProxy = false };
    private readonly ConcurrentQueue<DoubleRequest> _requests = [];

    private ProviderDouble(WebApplication server) => _server = server;

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Requests to this host are answered with an access token, and are not recorded.</summary>
    public string TokenHost { get; set; } = "oauth2.googleapis.com";

    public ImmutableArray<DoubleRequest> Requests => [.. _requests];

    public int Port => new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<ProviderDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var provider = new ProviderDouble(server);
        server.Run(provider.TakeAsync);
        await server.StartAsync();
        return provider;
    }

    public void Answers(int status, string body = "", params (string Name, string Value)[] headers) => Answer = async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    };

    /// <summary>Reads the whole request and breaks the connection off.</summary>
    public void Drops() => Answer = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public HttpClient CreateClient(string name) => new(new Rerouting(Port, _handler), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask DisposeAsync()
    {
        _handler.Dispose();
        await _server.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Host.Host == TokenHost)
        {
            await context.Response.WriteAsync("""{"access_token": "ya29.token", "expires_in": 3600}""");
            return;
        }

        _requests.Enqueue(new DoubleRequest(
            context.Request.Method,
            context.Request.Host.Value!,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
        await Answer(context);
    }

    /// <summary>Sends here what goes elsewhere, under the name that it goes to.</summary>
    private sealed class Rerouting(int port, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Host = request.RequestUri!.Authority;
            request.RequestUri = new UriBuilder(request.RequestUri) { Scheme = "http", Host = "127.0.0.1", Port = port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

internal sealed record DoubleRequest(string Method, string Host, string PathAndQuery, Dictionary<string, string> Headers, string Body);
