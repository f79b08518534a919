namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>What a message in a mailbox is.</summary>
internal enum ReturnKind
{
    /// <summary>Nothing that is sure; it is left for people.</summary>
    NotUnderstood,

    /// <summary>A message could not be delivered.</summary>
    Bounce,

    /// <summary>A message was delivered.</summary>
    Delivered,

    /// <summary>Reported as spam, or asked for no more.</summary>
    Complaint,

    /// <summary>A person's answer.</summary>
    Reply,

    /// <summary>A program's answer, a delay, a read receipt: nothing follows.</summary>
    Automatic,
}
