using System.Buffers.Binary;
using System.IO.Compression;

namespace CxOrchestrator.Sources.Files;

/// <summary>
/// Unpacks a file of gzip, within a bound, and compares its length at the end with the one that the file states (RFC 1952, ISIZE): the framework ends
/// without a word where a file is cut off.
/// </summary>
internal sealed class GzipFile : Stream
{
    private const int TrailerLength = 4;

    private readonly GZipStream _unpacking;
    private readonly uint _stated;
    private long _length;

    private GzipFile(Stream packed, uint stated)
    {
        _unpacking = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        _stated = stated;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static GzipFile Open(Stream packed)
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        if (packed.Length > TrailerLength)
        {
            packed.Seek(-TrailerLength, SeekOrigin.End);
            packed.ReadExactly(trailer);
            packed.Seek(0, SeekOrigin.Begin);
        }

        return new GzipFile(packed, BinaryPrimitives.ReadUInt32LittleEndian(trailer));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _unpacking.Read(buffer);
        }
        catch (InvalidDataException broken)
        {
            throw new FileUnreadableException("The file is not gzip, or damaged.", broken);
        }

        _length += read;
        if (_length > FileBounds.UnpackedBytesMax)
        {
            throw new FileUnreadableException($"The file becomes more than {FileBounds.UnpackedBytesMax >> 30} GiB when it is unpacked.");
        }

        if (read == 0 && buffer.Length > 0 && (uint)_length != _stated)
        {
            throw new FileUnreadableException("The gzip file is cut off, or consists of several parts. Upload it again, or unpack it first.");
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacking.Dispose();
        }

        base.Dispose(disposing);
    }
}
