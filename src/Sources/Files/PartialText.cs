using System.IO.Compression;

namespace CxOrchestrator.Sources.Files;

/// <summary>The beginning of a file of text, without the row in which it ends.</summary>
internal static class PartialText
{
    /// <summary>Most bytes of it that are looked at.</summary>
    private const int BytesMax = 4 << 20;

    public static MemoryStream Whole(Stream part, bool gzip)
    {
        var text = new byte[BytesMax];
        var length = 0;
        try
        {
            using var plain = gzip ? new GZipStream(part, CompressionMode.Decompress, leaveOpen: true) : part;
            length = plain.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException broken)
        {
            throw new FileUnreadableException("The file is not gzip, or damaged.", broken);
        }

        var end = text.AsSpan(0, length).LastIndexOf((byte)'\n');
        return new MemoryStream(text, 0, end < 0 ? length : end + 1, writable: false);
    }
}
