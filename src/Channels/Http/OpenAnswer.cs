namespace CxOrchestrator.Channels.Http;

/// <summary>An answer that comes for as long as the connection stays open.</summary>
public sealed class OpenAnswer : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal OpenAnswer(HttpResponseMessage response, Uri url, Stream body) => (_response, Url, Body) = (response, url, body);

    /// <summary>Where it comes from.</summary>
    public Uri Url { get; }

    /// <summary>Without compression.</summary>
    public Stream Body { get; }

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        _response.Dispose();
    }
}
