namespace CxOrchestrator.Channels.Links;

/// <summary>Where nothing keeps keys: no address is signed, and none is accepted.</summary>
internal sealed class NoLinkKeys : ILinkKeys
{
    public ValueTask<LinkKeyRing> CurrentAsync(CancellationToken cancellationToken) => new(LinkKeyRing.Empty);
}
