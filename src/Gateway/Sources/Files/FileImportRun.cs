using System.Collections.Immutable;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>
/// Imports a file from where it was left. A batch is appended to the log first and noted then: what is repeated after a crash has the same ids and
/// changes nothing.
/// </summary>
internal sealed class FileImportRun(
    FileImport import, string runner, RowMapper mapper, IFileImports imports, ITouchpointCustomers customers, ITouchpointLog log, TimeProvider clock)
{
    /// <summary>How long a gateway that is gone keeps others from going on.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Rows of a batch.</summary>
    public const int BatchRows = 500;

    /// <summary>Touchpoints after which a batch ends.</summary>
    private const int BatchTouchpoints = 1_000;

    /// <summary>Bytes after which a batch ends.</summary>
    private const long BatchBytes = 4 << 20;

    /// <summary>Longest wait for the log until the lease is extended.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly List<RowError> _errors = [.. import.Errors];
    private ImportCounts _counts = import.Counts;
    private long _skipped;

    /// <summary>Called after each batch that is in the log and noted.</summary>
    public required Action<ImportCounts> OnAppended { get; init; }

    /// <summary>True at the end of the file; false where it was cancelled, or another process has it.</summary>
    /// <exception cref="FileUnreadableException">The file cannot be read any further.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var copy = await StoredFile.CopyAsync(imports, import.Id, cancellationToken);
        var format = FileFormat.Of($"file.{import.Format}") ?? throw new FileUnreadableException($"The format {import.Format} is not known to this version.");
        await using var file = await RecordFile.OpenAsync(copy, format, cancellationToken);
        await SkipAsync(file, cancellationToken);
        for (var more = true; more;)
        {
            (var rows, more, var unreadable) = await BatchAsync(file, cancellationToken);
            if (!rows.IsEmpty && !await StoreAsync(rows, cancellationToken))
            {
                return false;
            }

            if (unreadable is not null)
            {
                throw unreadable;
            }
        }

        return true;
    }

    private async Task SkipAsync(RecordFile file, CancellationToken cancellationToken)
    {
        for (var renewed = clock.GetTimestamp(); ;)
        {
            if (clock.GetElapsedTime(renewed) > WaitMax)
            {
                renewed = clock.GetTimestamp();
                await imports.AdvanceAsync(import.Id, runner, _counts, null, null, Lease, cancellationToken);
            }

            for (var i = 0; i < BatchRows; i++)
            {
                if (_skipped == import.Counts.Rows || await file.ReadAsync(cancellationToken) is null)
                {
                    return;
                }

                _skipped++;
            }
        }
    }

    // What was read before the file could not be read any further counts.
    private async Task<(ImmutableArray<MappedRow> Rows, bool More, FileUnreadableException? Unreadable)> BatchAsync(RecordFile file, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<MappedRow>();
        var (touchpoints, bytes) = (0, 0L);
        try
        {
            while (rows.Count < BatchRows && touchpoints < BatchTouchpoints && bytes < BatchBytes)
            {
                if (await file.ReadAsync(cancellationToken) is not { } row)
                {
                    return (rows.ToImmutable(), false, null);
                }

                var mapped = mapper.Map(row);
                touchpoints += mapped.Touchpoints;
                bytes += mapped.Events.SelectMany(e => e.Touchpoints).Sum(t => (long)t.Body.Length);
                rows.Add(mapped);
            }

            return (rows.ToImmutable(), true, null);
        }
        catch (FileUnreadableException unreadable)
        {
            return (rows.ToImmutable(), false, unreadable);
        }
    }

    private async Task<bool> StoreAsync(ImmutableArray<MappedRow> rows, CancellationToken cancellationToken)
    {
        var found = await FindAsync(rows, cancellationToken);
        ImmutableArray<LogItem> items =
        [
            .. found.SelectMany(r => r.Events).SelectMany(e => e.Touchpoints).Select(t => new LogItem { Customer = t.Touchpoint.Customer, Source = import.Connection, Body = t.Body }),
        ];
        if (!items.IsEmpty && !await AppendAsync(items, cancellationToken))
        {
            return false;
        }

        var rejected = found.Where(r => r.Rejection is not null).ToList();
        _errors.AddRange(rejected.Take(Math.Max(0, IFileImports.ErrorsMax - _errors.Count)).Select(r => new RowError(r.Number, r.Rejection!)));
        var batch = new ImportCounts { Rows = rows.Length, Touchpoints = items.Length, Dropped = found.Sum(r => r.Dropped), Rejected = rejected.Count };
        var counts = new ImportCounts
        {
            Rows = _counts.Rows + batch.Rows,
            Touchpoints = _counts.Touchpoints + batch.Touchpoints,
            Dropped = _counts.Dropped + batch.Dropped,
            Rejected = _counts.Rejected + batch.Rejected,
        };
        if (!await imports.AdvanceAsync(import.Id, runner, counts, rejected.Count > 0 ? _errors : null, null, Lease, cancellationToken))
        {
            return false;
        }

        _counts = counts;
        OnAppended(batch);
        return true;
    }

    // The store is asked once for all rows of the batch.
    private async Task<ImmutableArray<MappedRow>> FindAsync(ImmutableArray<MappedRow> rows, CancellationToken cancellationToken)
    {
        var events = await MappedCustomers.FindAsync([.. rows.SelectMany(r => r.Events)], customers, cancellationToken);
        var next = 0;
        return [.. rows.Select(r => r with { Events = [.. Enumerable.Range(0, r.Events.Length).Select(_ => events[next++])] })];
    }

    private async Task<bool> AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            string problem;
            try
            {
                await log.AppendAsync(items, cancellationToken);
                return true;
            }
            catch (LogBusyException busy)
            {
                (wait, problem) = (busy.RetryAfter, "It waits for the touchpoint log, which has more to write than it takes at once.");
            }
            catch (LogFullException full)
            {
                (wait, problem) = (full.RetryAfter, "It waits for the touchpoint log, which is at its size limit until applied touchpoints are removed.");
            }

            // Nothing is lost: the batch is appended once there is room.
            if (!await imports.AdvanceAsync(import.Id, runner, _counts, null, problem, Lease, cancellationToken))
            {
                return false;
            }

            await Task.Delay(wait < WaitMax ? wait : WaitMax, clock, cancellationToken);
        }
    }
}
