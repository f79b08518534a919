using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.EndToEnd.Faults.Sending;

/// <summary>A provider's API that takes its time for each message and notes all that it was sent.</summary>
internal sealed class MessageSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeSpan _each;

    private MessageSink(WebApplication app, TimeSpan each) => (_app, _each) = (app, each);

    /// <summary>A request: its idempotency key, null without one; to whom; when it was here, by <see cref="Stopwatch"/>.</summary>
    public sealed record Request(string? Key, string To, long At);

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <param name="each">How long the answer to a message takes: that many are under way when the sender dies.</param>
    public static async Task<MessageSink> StartAsync(TimeSpan each)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sink = new MessageSink(app, each);
        app.Run(sink.TakeAsync);
        await app.StartAsync();
        sink.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return sink;
    }

    /// <summary>The documents of a connection to it, and of a policy that sends one message for each <c>parcel.broken</c>.</summary>
    /// <param name="takesKey">It is sent an idempotency key.</param>
    /// <param name="perSecond">The connection's rate.</param>
    public string Documents(bool takesKey, int? perSecond = null) =>
        $$$"""
        kind: provider
        id: sink
        name: Sink
        channels: [email]
        send:
          method: POST
          url: {{{Address.OriginalString}}}/messages
          json: {to: "{{ message.to }}", text: "{{ message.text }}"}
        {{{(takesKey ? "  idempotency: Idempotency-Key" : "")}}}
        answer:
          accepted: status == `202`
        ---
        kind: connection
        id: sink
        name: Sink
        channel: email
        provider: sink
        {{{(perSecond is { } rate ? $"ratePerSecond: {rate}" : "")}}}
        ---
        kind: policy
        id: sorry
        name: Sorry
        category: service
        on: {touchpoint: parcel.broken}
        do:
          - message: {channel: email, text: "We are sorry, {customer.id}"}
        """;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var key = context.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        Requests.Enqueue(new Request(key, body.RootElement.GetProperty("to").GetString()!, Stopwatch.GetTimestamp()));
        await Task.Delay(_each, TimeProvider.System);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
