using System.Buffers;
using System.IO.Pipelines;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>A file of touchpoints, one a line, without the lines of one customer.</summary>
internal static class UploadLines
{
    /// <summary>Rewrites the file where it has lines of the customer, and gives its bytes then; null: it has none, and stays.</summary>
    public static async Task<long?> RemoveAsync(string path, CustomerKey key, CancellationToken cancellationToken)
    {
        var bodies = new CustomerBodies(key);
        var without = path + ".without";
        try
        {
            bool removed;
            await using (var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            await using (var to = new FileStream(without, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                removed = await CopyAsync(from, to, bodies, cancellationToken);
            }

            if (!removed)
            {
                return null;
            }

            File.Move(without, path, overwrite: true);
            return new FileInfo(path).Length;
        }
        catch (FileNotFoundException)
        {
            // Removed meanwhile.
            return null;
        }
        finally
        {
            File.Delete(without);
        }
    }

    private static async Task<bool> CopyAsync(Stream from, Stream to, CustomerBodies bodies, CancellationToken cancellationToken)
    {
        var removed = false;
        var reader = PipeReader.Create(from, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (Line(ref buffer, read.IsCompleted) is { IsEmpty: false } line)
            {
                var bytes = line.ToArray();
                if (bodies.Has(bytes))
                {
                    removed = true;
                }
                else
                {
                    await to.WriteAsync(bytes, cancellationToken);
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                await reader.CompleteAsync();
                return removed;
            }
        }
    }

    // With its end; empty: it is not whole yet, or there is none.
    private static ReadOnlySequence<byte> Line(ref ReadOnlySequence<byte> buffer, bool last)
    {
        var end = buffer.PositionOf((byte)'\n');
        if (end is null && !last)
        {
            return default;
        }

        var after = end is { } found ? buffer.GetPosition(1, found) : buffer.End;
        var line = buffer.Slice(0, after);
        buffer = buffer.Slice(after);
        return line;
    }
}
