using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Files;

/// <summary>
/// Files that become touchpoints, in parts, until their import ends. Imports run one after the other, in the order in which they were stored, and by one
/// process at a time. What a process has appended and not noted when it dies is appended again, with the same ids.
/// </summary>
public interface IFileImports
{
    /// <summary>Bytes of a part, save the last.</summary>
    const int PartBytes = 1 << 20;

    /// <summary>Most rejected rows that are kept of an import; the rest are counted.</summary>
    const int ErrorsMax = 1_000;

    /// <summary>Most imports that wait or run.</summary>
    const int WaitingMax = 20;

    /// <summary>Most imports that are kept of a connection; the oldest that have ended go first.</summary>
    const int KeptMax = 50;

    /// <summary>How long an upload may take before it counts as given up, by the system's clock.</summary>
    static readonly TimeSpan UploadMax = TimeSpan.FromHours(6);

    /// <summary>Begins an upload; false where <see cref="WaitingMax"/> wait already. Uploads that were given up are cancelled.</summary>
    Task<bool> BeginAsync(FileImport import, CancellationToken cancellationToken);

    /// <summary>Stores the next part of an upload.</summary>
    /// <param name="id">The import's.</param>
    /// <param name="place">0 for the first.</param>
    /// <param name="bytes">At most <see cref="PartBytes"/>.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task AddPartAsync(string id, int place, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>All parts are stored: it waits to be run. False where it was cancelled or given up.</summary>
    Task<bool> ReadyAsync(string id, long bytes, CancellationToken cancellationToken);

    /// <summary>A part of the file; null where there is none.</summary>
    Task<ReadOnlyMemory<byte>?> PartAsync(string id, int place, CancellationToken cancellationToken);

    /// <summary>Of a connection, newest first, without their errors.</summary>
    Task<ImmutableArray<FileImport>> ListAsync(string connection, CancellationToken cancellationToken);

    /// <summary>With its errors; null where there is none.</summary>
    Task<FileImport?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes on the oldest import that has not ended, for a while; null where there is none, or another process has it.</summary>
    Task<FileImport?> LeaseAsync(string runner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Notes what is done, and extends the lease; false, and nothing is stored, where it was cancelled or another process has it.</summary>
    /// <param name="id">The import's.</param>
    /// <param name="runner">Who has the lease.</param>
    /// <param name="counts">In all.</param>
    /// <param name="errors">In all, at most <see cref="ErrorsMax"/>; null: as they were.</param>
    /// <param name="problem">What it waits for; null: nothing.</param>
    /// <param name="lease">From now on.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task<bool> AdvanceAsync(string id, string runner, ImportCounts counts, IReadOnlyList<RowError>? errors, string? problem, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends an import that the runner has; false where it has it no longer. <see cref="SweepAsync"/> removes its file.</summary>
    /// <param name="id">The import's.</param>
    /// <param name="runner">Who has the lease.</param>
    /// <param name="problem">What it failed with; null: it is done.</param>
    /// <param name="cancellationToken">Counts until it is written.</param>
    Task<bool> EndAsync(string id, string runner, string? problem, CancellationToken cancellationToken);

    /// <summary>Cancels an import that has not ended; false where there is none, or it has ended. <see cref="SweepAsync"/> removes its file.</summary>
    Task<bool> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes at most that many parts of imports that have ended, and gives how many; where that is as many as were asked for, there may be more.</summary>
    Task<int> SweepAsync(int max, CancellationToken cancellationToken);
}
