using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>What is wrong with a mailbox, in words and with what to do.</summary>
internal static class ImapProblems
{
    /// <summary>What a server, the network or a token's source can throw.</summary>
    public static bool IsOfTheServer(Exception exception) => exception is IOException or SocketException or AuthenticationException or SslHandshakeException or ProtocolException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or NotSupportedException or OperationCanceledException or TimeoutException or HttpRequestException
        or CommandException or FolderNotFoundException or FolderNotOpenException or ObjectDisposedException;

    public static string Of(Exception exception, ImapSettings settings)
    {
        var place = $"{settings.Host}:{settings.Port}";
        return exception switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                $"The host {settings.Host} is not known. Check the setting 'imapHost'.",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                $"{place} refuses connections. Check 'imapHost' and 'imapPort', and whether the server is running.",
            SocketException socket => $"{place} cannot be reached: {socket.Message}.",
            AuthenticationException =>
                $"{settings.Host} refused the login of {settings.User}: {SmtpProblems.OneLine(exception.Message)} Check 'imapUser' and the secret 'imapPassword', or the token.",
            SslHandshakeException handshake => SmtpProblems.Certificate(handshake, settings.Host, settings.Certificate, "imapCertificate")
                ?? $"{place} does not speak TLS there. Set 'imapSecurity' to starttls (usually port 143), or check the port.",
            NotSupportedException => settings.Security == SecureSocketOptions.StartTls && exception.Message.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase)
                ? $"{place} offers no STARTTLS. Set 'imapSecurity' to tls if the port is encrypted from the start (usually 993)."
                : $"{place} cannot do what is needed: {SmtpProblems.OneLine(exception.Message)}",
            FolderNotFoundException missing => $"There is no folder {missing.FolderName} in the mailbox of {settings.User}. Create it, or check '{(missing.FolderName == settings.Done ? "imapDone" : "imapFolder")}'.",
            ReadOnlyFolderException => $"The folder {settings.Folder} of {settings.User} can only be read, and messages in it have to be marked. Allow the user to change it.",
            ImapCommandException command => $"{settings.Host} answered {command.Response.ToString().ToUpperInvariant()}: {SmtpProblems.OneLine(command.ResponseText)}",
            OperationCanceledException or TimeoutException => $"{place} did not answer in time. Check 'imapHost', 'imapPort' and 'imapSecurity': a port that is encrypted from the start stays silent otherwise.",
            ServiceNotConnectedException or ProtocolException or IOException => $"{place} ended the connection: {SmtpProblems.OneLine(exception.Message)}",
            _ => $"{place}: {SmtpProblems.OneLine(exception.Message)}",
        };
    }
}
