using System.Collections.Immutable;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>A message of a mailbox as it was understood. Nothing of it is verified.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its own id, the same each time it is read.</param>
/// <param name="Reports">What it says of messages; empty where nothing follows.</param>
internal sealed record ReturnedMail(ReturnKind Kind, string Id, ImmutableArray<ReturnedReport> Reports)
{
    /// <summary>Most reports of one message: a message of ours has one recipient, so more are of mailing lists.</summary>
    public const int ReportsMax = 20;
}
