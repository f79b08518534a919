using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage;

/// <summary>Customers that drafts may be sent to, and the sending to them and nobody else.</summary>
public interface ITestRecipients
{
    /// <summary>By customer.</summary>
    Task<ImmutableArray<TestRecipient>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Marks the customer. One that is marked in the same way already stays as it is, confirmed or not; marked in another way, it has to be
    /// confirmed again. Null where the account has marked <paramref name="perAccountMax"/> others.
    /// </summary>
    Task<TestRecipient?> MarkAsync(TestRecipient recipient, int perAccountMax, CancellationToken cancellationToken);

    /// <summary>Lets drafts be sent to the customer, where somebody other than the one who marked it says so.</summary>
    Task<TestRecipientChange> ConfirmAsync(CustomerKey key, string by, CancellationToken cancellationToken);

    /// <summary>False where the customer is not marked.</summary>
    Task<bool> UnmarkAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>Whether the customer exists only for tests: made here, and nothing else was ever recorded of it.</summary>
    Task<bool> IsOnlyForTestsAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>How many messages and offers the account has sent today (UTC).</summary>
    Task<int> SentTodayAsync(string account, CancellationToken cancellationToken);

    /// <summary>
    /// Puts the actions into the outbox as test sends, ready to be sent: all of them or none. Marks, suppressions and the account's number for the day
    /// are read in the same transaction.
    /// </summary>
    Task<TestSendResult> SendAsync(TestSend send, CancellationToken cancellationToken);
}
