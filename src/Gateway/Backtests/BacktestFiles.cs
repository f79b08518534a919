using System.Collections.Concurrent;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Grains.Contracts.Customers;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>Files of touchpoints that people uploaded to this gateway, for a day; gone as it stops.</summary>
internal sealed class BacktestFiles(IOptions<BacktestOptions> options, TimeProvider clock) : IDisposable
{
    private const int CopyBytes = 1 << 16;

    private readonly ConcurrentDictionary<string, BacktestFileView> _files = new(StringComparer.Ordinal);
    private readonly Lazy<UploadFolder> _folder = new(UploadFolder.Make);
    private int _underWay;

    public long BytesMax => options.Value.FileBytesMax;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<BacktestFileView> List()
    {
        Trim(options.Value.FilesMax);
        return [.. _files.Values.OrderByDescending(f => f.UploadedAt)];
    }

    public BacktestFileView? Find(string id) => _files.GetValueOrDefault(id);

    public string PathOf(BacktestFileView file) => Path.Combine(_folder.Value.Path, file.Id + ".jsonl");

    /// <summary>Takes one of the uploads that may be under way; false where there are as many already. Give it back with <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        if (Interlocked.Increment(ref _underWay) <= options.Value.UploadsMax)
        {
            return true;
        }

        End();
        return false;
    }

    public void End() => Interlocked.Decrement(ref _underWay);

    /// <summary>Keeps what arrives; null: it has more bytes than a file may.</summary>
    public async Task<BacktestFileView?> AddAsync(string name, string by, Stream body, CancellationToken cancellationToken)
    {
        Trim(options.Value.FilesMax - 1);
        var file = new BacktestFileView { Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), Name = name, Bytes = 0, UploadedAt = clock.GetUtcNow(), UploadedBy = by };
        var path = PathOf(file);
        try
        {
            await using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, CopyBytes, useAsync: true))
            {
                var buffer = new byte[CopyBytes];
                for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    file = file with { Bytes = file.Bytes + read };
                    if (file.Bytes > BytesMax)
                    {
                        break;
                    }

                    await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }

            if (file.Bytes <= BytesMax)
            {
                _files[file.Id] = file;
                return file;
            }

            return null;
        }
        finally
        {
            if (!_files.ContainsKey(file.Id))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Takes the customer's lines out of every file. One that is being read stays as it was until it is closed.</summary>
    public async Task EraseAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        foreach (var file in _files.Values)
        {
            if (await UploadLines.RemoveAsync(PathOf(file), key, cancellationToken) is { } bytes && _files.ContainsKey(file.Id))
            {
                _files[file.Id] = file with { Bytes = bytes };
            }
        }
    }

    public bool Remove(string id)
    {
        if (!_files.TryRemove(id, out var file))
        {
            return false;
        }

        // One that is being read stays until it is closed.
        File.Delete(PathOf(file));
        return true;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }

    private void Trim(int keep)
    {
        var before = clock.GetUtcNow() - options.Value.FileKeptFor;
        foreach (var file in _files.Values.OrderByDescending(f => f.UploadedAt).Where((f, i) => i >= keep || f.UploadedAt < before).ToList())
        {
            Remove(file.Id);
        }
    }
}
