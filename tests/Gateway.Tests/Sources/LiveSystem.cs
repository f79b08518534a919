using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>A system that is listened to: it gives tokens at <c>/token</c>, and at <c>/stream</c> packed lines for as long as the connection is open.</summary>
internal sealed class LiveSystem : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<int, Connection> _open = [];
    private int _opened;

    private LiveSystem(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Who opened the stream, in order: the header that says so, and the address.</summary>
    public ConcurrentQueue<(string? Authorization, string Address)> Opened { get; } = [];

    public ConcurrentQueue<string> Exchanged { get; } = [];

    /// <summary>Another answer than a stream; null: the stream.</summary>
    public Func<HttpContext, bool>? Refuses { get; set; }

    public int Open => _open.Count;

    public static async Task<LiveSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var system = new LiveSystem(app);
        app.MapPost("/token", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            system.Exchanged.Enqueue($"{form["client_id"]}/{form["client_secret"]}/{form["scope"]}");
            await context.Response.WriteAsync($$"""{"access_token":"token-of-{{form["client_secret"]}}","expires_in":3600}""");
        });
        app.MapGet("/moved", context =>
        {
            context.Response.Redirect($"{system.Address}stream{context.Request.QueryString}");
            return Task.CompletedTask;
        });
        app.MapGet("/stream", system.StreamAsync);
        await app.StartAsync();
        return system;
    }

    /// <summary>Sends to everybody who listens.</summary>
    public async Task SendAsync(string text)
    {
        foreach (var connection in _open.Values)
        {
            await connection.SendAsync(text);
        }
    }

    /// <summary>Ends the connections in order.</summary>
    public void End()
    {
        foreach (var connection in _open.Values)
        {
            connection.End();
        }
    }

    public async ValueTask DisposeAsync()
    {
        End();
        await _app.DisposeAsync();
    }

    private async Task StreamAsync(HttpContext context)
    {
        Opened.Enqueue((context.Request.Headers.Authorization, context.Request.Path + context.Request.QueryString));
        if (Refuses?.Invoke(context) == true)
        {
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = "gzip";
        var number = Interlocked.Increment(ref _opened);
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        using var connection = new Connection(packed, context.Response.Body, context.RequestAborted);
        await context.Response.Body.FlushAsync();
        _open[number] = connection;
        await connection.Ended;
        _open.TryRemove(number, out _);
    }

    private sealed class Connection : IDisposable
    {
        private readonly GZipStream _packed;
        private readonly Stream _body;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenRegistration _gone;

        public Connection(GZipStream packed, Stream body, CancellationToken gone)
        {
            (_packed, _body) = (packed, body);
            _gone = gone.Register(() => _ended.TrySetResult());
        }

        public Task Ended => _ended.Task;

        public async Task SendAsync(string text)
        {
            await _packed.WriteAsync(Encoding.UTF8.GetBytes(text));
            await _packed.FlushAsync();
            await _body.FlushAsync();
        }

        public void End() => _ended.TrySetResult();

        public void Dispose() => _gone.Dispose();
    }
}
