using System.Net.Sockets;
using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Channels.Sending;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Cryptography;

namespace CxOrchestrator.Channels.Mail;

/// <summary>
/// Sends through an SMTP server. SMTP knows no idempotency key and cannot be asked: a message whose content was handed over and not answered is
/// uncertain for good.
/// </summary>
public sealed class SmtpSender : IMessageSender, IReturnSource
{
    /// <summary>Longest send, connecting and signing in included.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly SmtpSettings _settings;
    private readonly TimeProvider _clock;
    private readonly SmtpPool _pool;
    private readonly OAuthTokens? _tokens;
    private readonly MailboxAddress _envelope;
    private readonly DkimSigner? _signer;

    /// <param name="settings">How to reach the server.</param>
    /// <param name="client">Fetches tokens, where the server wants some.</param>
    /// <param name="clock">The system's.</param>
    public SmtpSender(SmtpSettings settings, HttpClient client, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _tokens = settings.OAuth is { } oauth ? new OAuthTokens(oauth, client, clock) : null;
        _pool = new SmtpPool(settings, _tokens, clock);
        _envelope = new MailboxAddress(null, settings.ReturnPath ?? MailboxAddress.Parse(settings.From).Address);
        _signer = settings.Dkim?.Signer();
    }

    public bool TakesIdempotencyKey => false;

    public bool CanBeAsked => false;

    ImapSettings? IReturnSource.Mailbox => _settings.Mailbox;

    Task<ImapMailbox> IReturnSource.OpenMailboxAsync(CancellationToken cancellationToken) => ImapMailbox.OpenAsync(_settings.Mailbox!, _tokens, cancellationToken);

    public async Task<SendAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        MimeMessage mail;
        try
        {
            mail = MailMessages.Of(message, _settings, _clock.GetUtcNow());
            if (_signer is not null)
            {
                // One signature at a time: the signer's digests are its own.
                lock (_signer)
                {
                    DkimSettings.Sign(_signer, mail);
                }
            }
        }
        catch (FormatException wrong)
        {
            return new SendAnswer(SendVerdict.Never, Text: wrong.Message, AddressFault: true);
        }

        using var over = new CancellationTokenSource(Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        SmtpPool.Pooled pooled;
        try
        {
            pooled = await _pool.TakeAsync(both.Token);
        }
        catch (Exception exception) when (IsOfTheServer(exception) && !cancellationToken.IsCancellationRequested)
        {
            return new SendAnswer(SendVerdict.Retry, Text: SmtpProblems.Of(exception, _settings), ConnectionFault: true);
        }

        var handedOver = new Handover();
        var healthy = false;
        try
        {
            var answer = await pooled.Client.SendAsync(mail, _envelope, mail.To.Mailboxes, both.Token, handedOver);
            healthy = true;
            return new SendAnswer(SendVerdict.Accepted, mail.MessageId, SmtpProblems.OneLine(answer));
        }
        catch (SmtpCommandException refused)
        {
            // The server answered: nothing of this message is there, and the connection can take the next one.
            healthy = true;
            return Refused(refused);
        }
        catch (Exception exception) when (IsOfTheServer(exception))
        {
            var problem = SmtpProblems.Of(exception, _settings);
            return handedOver.Began
                ? new SendAnswer(SendVerdict.Uncertain, mail.MessageId, problem)
                : new SendAnswer(SendVerdict.Retry, Text: problem, ConnectionFault: exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested);
        }
        finally
        {
            await _pool.ReturnAsync(pooled, healthy);
        }
    }

    public Task<SendAnswer?> AskAsync(string id, CancellationToken cancellationToken) => Task.FromResult<SendAnswer?>(null);

    public async Task<ConnectionTest> TestAsync(CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            var pooled = await _pool.TakeAsync(both.Token);
            var healthy = false;
            try
            {
                await pooled.Client.ProbeSenderAsync(_envelope.Address, both.Token);
                healthy = true;
            }
            finally
            {
                await _pool.ReturnAsync(pooled, healthy);
            }

            var sends = $"{_settings.Host} answers{(pooled.Client.IsSecure || _settings.Security != SecureSocketOptions.None ? " over TLS" : "")}{(_settings.User is null ? "" : $", lets {_settings.User} sign in")} and takes messages from {_settings.From}.";
            return _settings.Mailbox is null ? new ConnectionTest(true, sends) : await MailboxTestAsync(_settings.Mailbox, sends, cancellationToken);
        }
        catch (Exception exception) when ((IsOfTheServer(exception) || exception is SmtpCommandException) && !cancellationToken.IsCancellationRequested)
        {
            return new ConnectionTest(false, SmtpProblems.Of(exception, _settings));
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task<ConnectionTest> MailboxTestAsync(ImapSettings mailbox, string sends, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            await using var open = await ImapMailbox.OpenAsync(mailbox, _tokens, both.Token);
            return new ConnectionTest(true, $"{sends} {mailbox.Host} lets {mailbox.User} read the folder {mailbox.Folder}, which has {(open.Count == 1 ? "1 message" : $"{open.Count} messages")}.");
        }
        catch (Exception exception) when (ImapProblems.IsOfTheServer(exception) && !cancellationToken.IsCancellationRequested)
        {
            return new ConnectionTest(false, $"{sends} But the mailbox cannot be read: {ImapProblems.Of(exception, mailbox)}") { Sends = true };
        }
    }

    private SendAnswer Refused(SmtpCommandException refused)
    {
        var text = $"{(int)refused.StatusCode} {SmtpProblems.OneLine(refused.Message)}";
        var forGood = (int)refused.StatusCode >= 500;
        return refused.ErrorCode switch
        {
            SmtpErrorCode.SenderNotAccepted => new SendAnswer(SendVerdict.Retry, Text: SmtpProblems.Of(refused, _settings), ConnectionFault: true),
            SmtpErrorCode.RecipientNotAccepted when forGood => new SendAnswer(SendVerdict.Never, Text: text, AddressFault: true),
            _ => new SendAnswer(forGood ? SendVerdict.Never : SendVerdict.Retry, Text: text),
        };
    }

    private static bool IsOfTheServer(Exception exception) => exception is IOException or SocketException or AuthenticationException or SslHandshakeException or ProtocolException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or NotSupportedException or OperationCanceledException or TimeoutException or HttpRequestException
        or CommandException;

    /// <summary>Notes that the message's content began to leave: what comes after may have arrived.</summary>
    private sealed class Handover : ITransferProgress
    {
        private volatile bool _began;

        public bool Began => _began;

        public void Report(long bytesTransferred, long totalSize) => _began = true;

        public void Report(long bytesTransferred) => _began = true;
    }
}
