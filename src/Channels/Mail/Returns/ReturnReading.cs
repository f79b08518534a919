using System.Collections.Immutable;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Storage.Deliveries;
using MailKit;
using MailKit.Net.Imap;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>
/// Reads the mailbox of one connection from where it was left. Reports are stored first, then their messages are marked, then the cursor moves: what is
/// repeated after a crash is known already and changes nothing.
/// </summary>
internal sealed class ReturnReading(string connection, string reader, IReturnMailboxes mailboxes, ReturnMatching matching, ReportIntake intake, TimeProvider clock)
{
    /// <summary>Messages of a batch.</summary>
    public const int BatchMax = 50;

    /// <summary>Batches of one reading; the next one goes on.</summary>
    public const int BatchesMax = 40;

    /// <summary>Largest message that is read, in bytes.</summary>
    public const int MessageBytesMax = 5 * 1024 * 1024;

    /// <summary>Time after which a reading ends with its batch; the next one goes on.</summary>
    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(1);

    /// <summary>How long a reader that is gone keeps others from reading.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Readings that may fail at one message before it is passed over.</summary>
    private const int FailuresMax = 3;

    private (uint Id, int Failures) _stuck;

    /// <summary>Reads what is new. False where another process took over.</summary>
    /// <param name="mailbox">Open.</param>
    /// <param name="place">Which one it is.</param>
    /// <param name="known">How far it was read.</param>
    /// <param name="cancellationToken">Ends the reading between steps.</param>
    public async Task<bool> RunAsync(ImapMailbox mailbox, string place, ReturnCursor? known, CancellationToken cancellationToken)
    {
        // Another mailbox, or UIDs that mean other messages: everything is read again, and what is known changes nothing.
        var last = known is not null && known.Place == place && known.Validity == mailbox.Validity ? known.LastUid : 0;
        var waiting = await mailbox.AfterAsync(last, cancellationToken);
        var began = clock.GetTimestamp();
        foreach (var ids in waiting.Chunk(BatchMax).Take(BatchesMax).TakeWhile(_ => clock.GetElapsedTime(began) < RunMax))
        {
            var batch = await ReadAsync(mailbox, [.. ids], cancellationToken);
            await intake.StoreAsync(connection, batch.Reports, cancellationToken);
            await mailbox.FinishAsync(batch.Finished, cancellationToken);

            // Messages that were removed meanwhile are passed as well.
            var cursor = new ReturnCursor(place, mailbox.Validity, Math.Max(batch.Last, ids[^1]));
            if (!await mailboxes.AdvanceAsync(connection, reader, cursor, batch.Found, Lease, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<ReturnBatch> ReadAsync(ImapMailbox mailbox, ImmutableArray<uint> ids, CancellationToken cancellationToken)
    {
        var batch = new ReturnBatch();
        foreach (var entry in await mailbox.ListAsync(ids, cancellationToken))
        {
            if (entry.Bytes > MessageBytesMax || _stuck is (var id, >= FailuresMax) && id == entry.Id)
            {
                batch.AddUnreadable(entry.Id);
            }
            else
            {
                await ReadAsync(mailbox, entry, batch, cancellationToken);
            }
        }

        return batch;
    }

    private async Task ReadAsync(ImapMailbox mailbox, ImapEntry entry, ReturnBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            using var message = await mailbox.ReadAsync(entry.Id, cancellationToken);
            var mail = ReturnParser.Read(message);
            batch.Add(entry.Id, mail.Kind, await matching.ReportsAsync(connection, mail, entry.ArrivedAt, cancellationToken));
        }
        catch (Exception damaged) when (damaged is FormatException or MessageNotFoundException or ArgumentException)
        {
            // It is no message, or it is gone: the same at the next reading.
            batch.AddUnreadable(entry.Id);
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or ServiceNotConnectedException or ImapCommandException or TimeoutException or OperationCanceledException)
        {
            // A server that fails at the same message again and again fails because of it.
            _stuck = (entry.Id, _stuck.Id == entry.Id ? _stuck.Failures + 1 : 1);
            throw;
        }
    }
}
