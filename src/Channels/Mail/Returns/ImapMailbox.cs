using System.Collections.Immutable;
using System.Security.Cryptography;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>A folder of an IMAP server, open for reading and marking.</summary>
internal sealed class ImapMailbox : IAsyncDisposable
{
    /// <summary>Longest wait for the server in one step.</summary>
    private const int StepMillisecondsMax = 30_000;

    private static readonly TimeSpan LogoutMax = TimeSpan.FromSeconds(2);

    private readonly ImapClient _client;
    private readonly IMailFolder _folder;
    private readonly IMailFolder? _done;

    private ImapMailbox(ImapClient client, IMailFolder folder, IMailFolder? done) => (_client, _folder, _done) = (client, folder, done);

    /// <summary>UIDVALIDITY of the folder.</summary>
    public long Validity => _folder.UidValidity;

    /// <summary>Messages in the folder.</summary>
    public int Count => _folder.Count;

    public static async Task<ImapMailbox> OpenAsync(ImapSettings settings, OAuthTokens? tokens, CancellationToken cancellationToken)
    {
        var client = new ImapClient { CheckCertificateRevocation = false, Timeout = StepMillisecondsMax };
        try
        {
            if (settings.Certificate is { } trusted)
            {
                client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is not null && certificate.GetCertHashString(HashAlgorithmName.SHA256).Equals(trusted, StringComparison.OrdinalIgnoreCase);
            }

            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellationToken);
            await SignInAsync(client, settings, tokens, cancellationToken);
            var folder = await client.GetFolderAsync(settings.Folder, cancellationToken);
            var done = settings.Done is { } name ? await client.GetFolderAsync(name, cancellationToken) : null;
            if (await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken) != FolderAccess.ReadWrite)
            {
                throw new ReadOnlyFolderException(settings.Folder);
            }

            return new ImapMailbox(client, folder, done);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>UIDs above one, lowest first.</summary>
    public async Task<ImmutableArray<uint>> AfterAsync(long last, CancellationToken cancellationToken)
    {
        if (last >= uint.MaxValue)
        {
            return [];
        }

        // "n:*" gives the last message where n is above all: RFC 3501, section 6.4.8.
        var range = new UniqueIdRange(new UniqueId(_folder.UidValidity, (uint)last + 1), UniqueId.MaxValue);
        return [.. (await _folder.SearchAsync(SearchQuery.Uids(range), cancellationToken)).Select(u => u.Id).Where(u => u > last).Order()];
    }

    /// <summary>Size in bytes and the time of arrival of messages; those that were removed meanwhile are missing.</summary>
    public async Task<ImmutableArray<ImapEntry>> ListAsync(ImmutableArray<uint> ids, CancellationToken cancellationToken)
    {
        var found = await _folder.FetchAsync(Uids(ids), MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate, cancellationToken);
        return [.. found.Select(s => new ImapEntry(s.UniqueId.Id, s.Size ?? 0, s.InternalDate)).OrderBy(e => e.Id)];
    }

    /// <summary>The message, not marked as seen.</summary>
    public Task<MimeMessage> ReadAsync(uint id, CancellationToken cancellationToken) => _folder.GetMessageAsync(new UniqueId(_folder.UidValidity, id), cancellationToken);

    /// <summary>Marks messages as seen and moves them, where there is a folder for them.</summary>
    public async Task FinishAsync(ImmutableArray<uint> ids, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty)
        {
            return;
        }

        await _folder.AddFlagsAsync(Uids(ids), MessageFlags.Seen, silent: true, cancellationToken);
        if (_done is not null)
        {
            await _folder.MoveToAsync(Uids(ids), _done, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected)
            {
                using var soon = new CancellationTokenSource(LogoutMax);
                await _client.DisconnectAsync(quit: true, soon.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ProtocolException or CommandException or System.Net.Sockets.SocketException)
        {
            // It is closed either way.
        }
        finally
        {
            _client.Dispose();
        }
    }

    private List<UniqueId> Uids(ImmutableArray<uint> ids) => [.. ids.Select(i => new UniqueId(_folder.UidValidity, i))];

    private static async Task SignInAsync(ImapClient client, ImapSettings settings, OAuthTokens? tokens, CancellationToken cancellationToken)
    {
        if (settings.Password is { } password)
        {
            await client.AuthenticateAsync(settings.User, password, cancellationToken);
            return;
        }

        try
        {
            await client.AuthenticateAsync(new SaslMechanismOAuth2(settings.User, await tokens!.CurrentAsync(cancellationToken)), cancellationToken);
        }
        catch (AuthenticationException)
        {
            tokens!.Forget();
            throw;
        }
    }
}

/// <summary>A message in a folder.</summary>
/// <param name="Id">Its UID.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ArrivedAt">When it came into the mailbox, by the server; null: unknown.</param>
internal sealed record ImapEntry(uint Id, uint Bytes, DateTimeOffset? ArrivedAt);
