using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace CxOrchestrator.Channels.Mail;

/// <summary>What is wrong with an SMTP server, in words and with what to do.</summary>
internal static class SmtpProblems
{
    public static string Of(Exception exception, SmtpSettings settings)
    {
        var place = $"{settings.Host}:{settings.Port}";
        return exception switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                $"The host {settings.Host} is not known. Check the setting 'host'.",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                $"{place} refuses connections. Check host and port, and whether the server is running.",
            SocketException socket => $"{place} cannot be reached: {socket.Message}.",
            AuthenticationException => $"{settings.Host} refused the login{(settings.User is { } user ? $" of {user}" : "")}: {OneLine(exception.Message)} Check the user and the password or token.",
            SslHandshakeException handshake => Certificate(handshake, settings.Host, settings.Certificate, "certificate")
                ?? $"{place} does not speak TLS there. Set 'security' to starttls (usually port 587), or check the port.",
            NotSupportedException => settings.Security == SecureSocketOptions.StartTls && exception.Message.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase)
                ? $"{place} offers no STARTTLS. Set 'security' to tls if the port is encrypted from the start (usually 465)."
                : $"{place} offers no way to sign in that is known here: {OneLine(exception.Message)}",
            SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused =>
                $"{settings.Host} does not let {settings.ReturnPath ?? settings.From} send: {(int)refused.StatusCode} {OneLine(refused.Message)} Check the setting '{(settings.ReturnPath is null ? "from" : "returnPath")}', and what the account may send as.",
            SmtpCommandException command => $"{settings.Host} answered {(int)command.StatusCode} {OneLine(command.Message)}",
            OperationCanceledException or TimeoutException => $"{place} did not answer in time. Check host, port and 'security': a port that is encrypted from the start stays silent otherwise.",
            ServiceNotConnectedException or ProtocolException or IOException => $"{place} ended the connection: {OneLine(exception.Message)}",
            _ => $"{place}: {OneLine(exception.Message)}",
        };
    }

    /// <summary>A message of somebody else's, without line breaks and bounded.</summary>
    internal static string OneLine(string text)
    {
        const int LengthMax = 300;
        var line = string.Concat(text.ReplaceLineEndings(" ").Where(c => !char.IsControl(c))).Trim();
        return line.Length <= LengthMax ? line : $"{line[..LengthMax]}…";
    }

    /// <summary>What is wrong with a server's certificate; null where none was shown.</summary>
    internal static string? Certificate(SslHandshakeException handshake, string host, string? trusted, string setting)
    {
        if (handshake.ServerCertificate is not X509Certificate2 certificate)
        {
            return null;
        }

        var print = Convert.ToHexString(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256));
        return trusted is not null && !print.Equals(trusted, StringComparison.OrdinalIgnoreCase)
            ? $"{host} shows another certificate than the setting '{setting}' names; its SHA-256 is {print}."
            : $"The certificate of {host} is not trusted: it is for '{certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}', valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}. "
                + $"Use a certificate that an authority signed for the host, or set '{setting}' to {print} to trust this one.";
    }
}
