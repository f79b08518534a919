namespace CxOrchestrator.Channels.Links;

/// <summary>The keys that sign addresses in messages, the same for all processes of an installation.</summary>
public interface ILinkKeys
{
    /// <summary>The ring as it is now. Called for each message and each visit, so it answers from memory as a rule.</summary>
    ValueTask<LinkKeyRing> CurrentAsync(CancellationToken cancellationToken);
}
