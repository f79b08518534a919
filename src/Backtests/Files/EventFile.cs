using System.IO.MemoryMappedFiles;

namespace CxOrchestrator.Backtests.Files;

/// <summary>A file of lines, mapped: any line can be read again without holding all of them. Standard input is kept in a temporary file first.</summary>
public sealed unsafe class EventFile : IDisposable
{
    private const int UsualLineBytes = 200;
    private const int LinesExpectedMax = 10_000_000;

    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly long _length;
    private long _next;

    private EventFile(FileStream file)
    {
        _length = file.Length;
        if (_length == 0)
        {
            // An empty file cannot be mapped.
            file.Dispose();
            return;
        }

        _map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
        if (new ReadOnlySpan<byte>(_start, (int)Math.Min(ByteOrderMark.Length, _length)).SequenceEqual(ByteOrderMark))
        {
            _next = ByteOrderMark.Length;
        }
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>About how many lines there are.</summary>
    public int Expected => (int)Math.Min(_length / UsualLineBytes, LinesExpectedMax);

    /// <summary>Number of the line that <see cref="Next"/> gave last, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    public static EventFile Open(string path)
    {
        if (path != "-")
        {
            return new EventFile(File.OpenRead(path));
        }

        var kept = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        using var input = Console.OpenStandardInput();
        input.CopyTo(kept);
        kept.Flush();
        return new EventFile(kept);
    }

    /// <summary>Goes to the next line that is not blank; false at the end.</summary>
    public bool Next(out long offset, out int length)
    {
        while (_next < _length)
        {
            offset = _next;
            var rest = new ReadOnlySpan<byte>(_start + _next, (int)Math.Min(int.MaxValue, _length - _next));
            var end = rest.IndexOf((byte)'\n');
            length = end < 0 ? rest.Length : end;
            _next += length + 1L;
            Number++;
            if (!Line(offset, length).Trim(" \t\r"u8).IsEmpty)
            {
                return true;
            }
        }

        (offset, length) = (0, 0);
        return false;
    }

    public ReadOnlySpan<byte> Line(long offset, int length)
    {
        var line = new ReadOnlySpan<byte>(_start + offset, length);
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
    }
}
