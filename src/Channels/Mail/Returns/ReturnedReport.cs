using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>What a message of a mailbox says became of a message.</summary>
internal sealed record ReturnedReport
{
    public required DeliveryStep Step { get; init; }

    /// <summary>Ids of actions that it may be about, the surest first.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>Addresses that it names as the recipient; empty: it names none that can be read.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>It says nothing without a recipient's address that is the one the message went to.</summary>
    public bool NeedsAddress { get; init; } = true;

    public string? Reason { get; init; }

    /// <summary>Bounced: nobody will be reached at the address.</summary>
    public bool Permanent { get; init; }

    /// <summary>Replied: the new text.</summary>
    public string? Text { get; init; }
}
