using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>Writes a customer's new messages to one app, as server-sent events, until the app is gone or its token has expired.</summary>
internal sealed class InAppSending(HttpResponse response, InAppStream stream, IInAppInbox inbox, JourneyClock journey, TimeProvider clock, TimeSpan beatEvery)
{
    // Of messages that are in the inbox: no more than it keeps.
    private readonly HashSet<long> _sent = [];

    public async Task RunAsync(long after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        await WriteAsync(": open\n\n", cancellationToken);
        try
        {
            while (true)
            {
                var left = until - clock.GetUtcNow();
                if (left <= TimeSpan.Zero)
                {
                    await WriteAsync("event: expired\ndata: {}\n\n", cancellationToken);
                    return;
                }

                if (!await SendAsync(after, cancellationToken))
                {
                    await WriteAsync(": beat\n\n", cancellationToken);
                }

                await stream.Wakeup.WaitAsync(left < beatEvery ? left : beatEvery, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The app is gone.
        }
    }

    private async Task<bool> SendAsync(long after, CancellationToken cancellationToken)
    {
        var found = await inbox.ListAsync(stream.Key, after, journey.Now, cancellationToken);
        var news = found.Where(m => !_sent.Contains(m.Number)).Reverse().ToList();
        _sent.Clear();
        _sent.UnionWith(found.Select(m => m.Number));
        foreach (var message in news)
        {
            var json = JsonSerializer.Serialize(InAppViews.Of(message), ApiJson.Default.InAppMessageView);
            await WriteAsync($"id: {InAppViews.Cursor(message.Number)}\nevent: message\ndata: {json}\n\n", cancellationToken);
        }

        return news.Count > 0;
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, Encoding.UTF8, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
