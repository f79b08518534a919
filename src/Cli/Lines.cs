using System.Buffers;

namespace CxOrchestrator.Cli;

/// <summary>A file's lines as bytes, one at a time and never as texts; the line is valid until the next is read.</summary>
internal sealed class Lines(Stream stream) : IDisposable
{
    /// <summary>Longest line; of a longer one only the beginning is given, see <see cref="TooLong"/>.</summary>
    public const int BytesMax = 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>From 1; 0 before the first.</summary>
    public long Number { get; private set; }

    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>The line has more than <see cref="BytesMax"/> bytes; <see cref="Current"/> is not all of it.</summary>
    public bool TooLong { get; private set; }

    /// <summary>Goes to the next line that is not blank; false at the end.</summary>
    public bool Next()
    {
        while (NextAny())
        {
            if (!Current.Span.Trim(" \t\r"u8).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        stream.Dispose();
    }

    private bool NextAny()
    {
        var scanned = 0;
        TooLong = false;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                return Take(scanned + newline, 1);
            }

            scanned = _end - _start;
            if (_ended)
            {
                return scanned > 0 && Take(scanned, 0);
            }

            if (scanned > BytesMax)
            {
                // Only its beginning is kept: the rest makes room for what follows.
                TooLong = true;
                scanned = BytesMax;
                _end = _start + scanned;
            }

            Fill();
        }
    }

    private bool Take(int length, int newline)
    {
        Current = _buffer.AsMemory(_start, length).TrimEnd((byte)'\r');
        _start += length + newline;
        if (Number == 0 && Current.Span.StartsWith(ByteOrderMark))
        {
            Current = Current[ByteOrderMark.Length..];
        }

        TooLong |= Current.Length > BytesMax;
        Number++;
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }
}
