using System.Collections.Concurrent;
using System.Net;

namespace CxOrchestrator.Channels.Tests.Sns;

/// <summary>What is at addresses where certificates are fetched; 404 everywhere else.</summary>
internal sealed class SnsEndpoint : HttpMessageHandler, IHttpClientFactory
{
    public ConcurrentDictionary<string, (HttpStatusCode Status, byte[] Body)> Answers { get; } = [];

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Awaited before each answer.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.AbsoluteUri;
        Requests.Enqueue(address);
        await Before(cancellationToken);
        var (status, body) = Answers.GetValueOrDefault(address, (HttpStatusCode.NotFound, []));
        return new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
    }
}
