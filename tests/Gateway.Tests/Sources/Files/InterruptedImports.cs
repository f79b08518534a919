using System.Collections.Immutable;
using CxOrchestrator.Storage.Files;

namespace CxOrchestrator.Gateway.Tests.Sources.Files;

/// <summary>Imports whose process dies when it is about to note a batch that is in the log.</summary>
/// <param name="imports">The real ones.</param>
/// <param name="dies">At which time it notes something.</param>
internal sealed class InterruptedImports(IFileImports imports, int dies) : IFileImports
{
    private int _noted;

    public Task<bool> BeginAsync(FileImport import, CancellationToken cancellationToken) => imports.BeginAsync(import, cancellationToken);

    public Task AddPartAsync(string id, int place, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => imports.AddPartAsync(id, place, bytes, cancellationToken);

    public Task<bool> ReadyAsync(string id, long bytes, CancellationToken cancellationToken) => imports.ReadyAsync(id, bytes, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> PartAsync(string id, int place, CancellationToken cancellationToken) => imports.PartAsync(id, place, cancellationToken);

    public Task<ImmutableArray<FileImport>> ListAsync(string connection, CancellationToken cancellationToken) => imports.ListAsync(connection, cancellationToken);

    public Task<FileImport?> GetAsync(string id, CancellationToken cancellationToken) => imports.GetAsync(id, cancellationToken);

    public Task<FileImport?> LeaseAsync(string runner, TimeSpan lease, CancellationToken cancellationToken) => imports.LeaseAsync(runner, lease, cancellationToken);

    public Task<bool> AdvanceAsync(string id, string runner, ImportCounts counts, IReadOnlyList<RowError>? errors, string? problem, TimeSpan lease, CancellationToken cancellationToken) =>
        ++_noted == dies ? throw new IOException("The process is gone.") : imports.AdvanceAsync(id, runner, counts, errors, problem, lease, cancellationToken);

    public Task<bool> EndAsync(string id, string runner, string? problem, CancellationToken cancellationToken) => imports.EndAsync(id, runner, problem, cancellationToken);

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken) => imports.CancelAsync(id, cancellationToken);

    public Task<int> SweepAsync(int max, CancellationToken cancellationToken) => imports.SweepAsync(max, cancellationToken);
}
