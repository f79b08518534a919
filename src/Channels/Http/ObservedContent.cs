using System.Net;
using System.Net.Http.Headers;

namespace CxOrchestrator.Channels.Http;

/// <summary>A request's body that knows whether it was begun to be sent: from then on the provider may have the message.</summary>
internal sealed class ObservedContent : HttpContent
{
    private readonly byte[] _bytes;
    private volatile bool _begun;

    public ObservedContent(byte[] bytes, string? type)
    {
        _bytes = bytes;
        if (type is not null)
        {
            Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
    }

    public bool Begun => _begun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        await stream.WriteAsync(_bytes, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
