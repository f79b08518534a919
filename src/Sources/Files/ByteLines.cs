namespace CxOrchestrator.Sources.Files;

/// <summary>Lines of a stream, each within a bound; of a longer one the rest is passed over.</summary>
internal sealed class ByteLines(Stream stream, int lengthMax)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _over;

    /// <summary>The next line, without its end; false at the end of the stream. It holds until the next call.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line, out bool tooLong)
    {
        (line, tooLong) = (default, false);
        for (var searched = 0; ;)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || (_over && _end > _start))
            {
                var length = found >= 0 ? searched + found : _end - _start;
                tooLong |= length > lengthMax;
                line = tooLong ? default : _buffer.AsMemory(_start, length);
                _start += found >= 0 ? length + 1 : length;
                return true;
            }

            if (_over)
            {
                return tooLong;
            }

            searched = _end - _start;
            if (searched > lengthMax)
            {
                (tooLong, _start, searched) = (true, _end, 0);
            }

            Fill();
        }
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
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, lengthMax + (1 << 16)));
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _over = read == 0;
    }
}
