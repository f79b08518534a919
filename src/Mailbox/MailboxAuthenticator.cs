using System.Security.Cryptography;
using System.Text;
using SmtpServer;
using SmtpServer.Authentication;

namespace CxOrchestrator.Mailbox;

/// <summary>Lets in those with the right name and password; where none is set, everybody.</summary>
internal sealed class MailboxAuthenticator(MailboxServerOptions options) : UserAuthenticator
{
    public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
        Task.FromResult(options.User is null || (Same(user, options.User) & Same(password, options.Password ?? "")));

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
