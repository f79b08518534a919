using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>A system that delivers ids and is asked for the content, on a port of the loopback.</summary>
internal sealed class ContentSystem : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ContentSystem(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What it was asked, in order: path and query as they arrived, and the header that says who asks.</summary>
    public ConcurrentQueue<(string Target, string? Authorization)> Asked { get; } = [];

    /// <summary>Status and body of the answer to a path and query, and its headers.</summary>
    public Func<string, (int Status, string Body, (string Name, string Value)[] Headers)> Answer { get; set; } = _ => (200, "{}", []);

    public static async Task<ContentSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var system = new ContentSystem(app);
        app.Run(async context =>
        {
            var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            system.Asked.Enqueue((target, context.Request.Headers.Authorization.ToString()));
            var (status, body, headers) = system.Answer(target);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return system;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
