namespace CxOrchestrator.Channels.Sending;

public enum SendVerdict
{
    /// <summary>The provider took it.</summary>
    Accepted,

    /// <summary>It did not take it, and the same may work later, there or elsewhere.</summary>
    Retry,

    /// <summary>It will never take this message.</summary>
    Never,

    /// <summary>It may have taken it: the message was handed over and no answer came.</summary>
    Uncertain,
}

/// <summary>What a provider said to a message.</summary>
/// <param name="Verdict">What came of it.</param>
/// <param name="ProviderId">The provider's own id of the message; null: it gave none.</param>
/// <param name="Text">What it answered, for people: a status line, an SMTP reply.</param>
/// <param name="RetryAfter">When it wants to be asked again; null: it did not say.</param>
/// <param name="ConnectionFault">The connection itself is at fault (host, login, TLS): another message would fare the same.</param>
/// <param name="AddressFault">Never: nobody is at the address, and another message to it would fare the same.</param>
public sealed record SendAnswer(
    SendVerdict Verdict, string? ProviderId = null, string? Text = null, TimeSpan? RetryAfter = null, bool ConnectionFault = false, bool AddressFault = false);
