using System.IO.Compression;
using System.Text;

namespace CxOrchestrator.Sources.Files;

/// <summary>Files of text, from their beginning.</summary>
internal static class TextFile
{
    /// <summary>UTF-8 that says so where bytes are none.</summary>
    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public const string NotUtf8 = "The file is not UTF-8. Save it as UTF-8 and import it again.";

    /// <summary>The bytes, unpacked and without a byte order mark.</summary>
    public static Stream Open(Stream stream, bool gzip)
    {
        stream.Seek(0, SeekOrigin.Begin);
        var plain = gzip ? GzipFile.Open(stream) : stream;
        var start = new byte[3];
        var read = plain.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read >= 2 && start[0] + start[1] == 0xFF + 0xFE && start[0] >= 0xFE)
        {
            throw new FileUnreadableException("The file is UTF-16. Save it as UTF-8 and import it again.");
        }

        if (!gzip && read >= 2 && start[0] == 0x1F && start[1] == 0x8B)
        {
            throw new FileUnreadableException("The file is compressed with gzip. Give it a name that ends in .gz.");
        }

        return read == start.Length && start.AsSpan().SequenceEqual(Encoding.UTF8.Preamble) ? plain : new PrefixedStream(start.AsMemory(0, read), plain);
    }
}
