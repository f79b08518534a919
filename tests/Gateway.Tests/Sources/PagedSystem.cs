using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>A system that is asked for its events, on a port of the loopback.</summary>
internal sealed class PagedSystem : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PagedSystem(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What it was asked, in order: the query, and the header that says who asks.</summary>
    public ConcurrentQueue<(IQueryCollection Query, string? Authorization)> Asked { get; } = [];

    /// <summary>Status and body of the answer to the query, and its headers.</summary>
    public Func<IQueryCollection, (int Status, string Body, (string Name, string Value)[] Headers)> Answer { get; set; } = _ => (200, """{"results":[]}""", []);

    public static async Task<PagedSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var system = new PagedSystem(app);
        app.Run(async context =>
        {
            system.Asked.Enqueue((context.Request.Query, context.Request.Headers.Authorization.ToString()));
            var (status, body, headers) = system.Answer(context.Request.Query);
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
