using CxOrchestrator.Channels.Links;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>An installation without keys: no address is signed, and none is accepted.</summary>
internal sealed class NoLinkKeys : ILinkKeys
{
    public ValueTask<LinkKeyRing> CurrentAsync(CancellationToken cancellationToken) => new(LinkKeyRing.Empty);
}
