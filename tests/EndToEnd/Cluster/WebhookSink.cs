using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>Another system that takes webhooks. At each it looks whether the action stands in the outbox already; where it cannot look it takes none.</summary>
internal sealed class WebhookSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NpgsqlDataSource _database;

    private WebhookSink(WebApplication app, NpgsqlDataSource database) => (_app, _database) = (app, database);

    /// <summary>A delivery: the action, its customer, and the action's status in the outbox at that moment; null: it was not there.</summary>
    public sealed record Delivery(string Action, string Customer, short? Status);

    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<WebhookSink> StartAsync(NpgsqlDataSource database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sink = new WebhookSink(app, database);
        app.Run(sink.TakeAsync);
        await app.StartAsync();
        sink.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var action = context.Request.Headers["webhook-id"].ToString();
        try
        {
            await using var look = _database.CreateCommand("SELECT status FROM outbox WHERE id = $1");
            look.Parameters.Add(new NpgsqlParameter<string> { TypedValue = action });
            var status = await look.ExecuteScalarAsync();
            Deliveries.Enqueue(new Delivery(action, body.RootElement.GetProperty("customer").GetString()!, (short?)status));
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // The sender comes again, and then it can be looked.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }
}
