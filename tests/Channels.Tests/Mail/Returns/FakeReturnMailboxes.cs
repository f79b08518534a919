using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Tests.Mail.Returns;

/// <summary>How far one mailbox is read, in memory.</summary>
internal sealed class FakeReturnMailboxes : IReturnMailboxes
{
    public ReturnMailbox State { get; private set; } = new() { Connection = "mail", Found = ReturnCounts.None };

    /// <summary>Another process has the lease from now on.</summary>
    public bool TakenOver { get; set; }

    /// <summary>Storing the cursor fails, as when the process ends there.</summary>
    public bool Dies { get; set; }

    public int Readings { get; private set; }

    public Task<ImmutableArray<ReturnMailbox>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ReturnMailbox>>([State]);

    public Task<ReturnMailbox?> LeaseAsync(string connection, string reader, TimeSpan lease, TimeSpan every, CancellationToken cancellationToken) =>
        Task.FromResult(TakenOver ? null : State);

    public Task<bool> AdvanceAsync(string connection, string reader, ReturnCursor cursor, ReturnCounts found, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (Dies)
        {
            throw new InvalidOperationException("The process ended.");
        }

        if (!TakenOver)
        {
            State = State with { Cursor = cursor, Found = State.Found.Plus(found) };
        }

        return Task.FromResult(!TakenOver);
    }

    public Task EndAsync(string connection, string reader, string? problem, CancellationToken cancellationToken)
    {
        Readings++;
        State = State with { LastError = problem };
        return Task.CompletedTask;
    }
}
