using System.Buffers.Binary;

namespace CxOrchestrator.Gateway.Images;

/// <summary>GIF: a screen with its size, then blocks of small pieces, each with its length; a single byte ends it.</summary>
internal static class GifFile
{
    private const int ScreenLength = 13;
    private const int PictureLength = 10;
    private const byte Extension = 0x21;
    private const byte Picture = 0x2C;
    private const byte End = 0x3B;

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    /// <summary>Null: it is damaged or ends too early.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> file)
    {
        if (file.Length < ScreenLength)
        {
            return null;
        }

        var pictures = 0;
        for (var at = ScreenLength + Colors(file[10]); at < file.Length;)
        {
            switch (file[at])
            {
                case End:
                    return pictures > 0 ? (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])) : null;
                case Extension:
                    at = BehindPieces(file, at + 2);
                    break;
                case Picture when at + PictureLength <= file.Length:
                    pictures++;
                    at = BehindPieces(file, at + PictureLength + Colors(file[at + PictureLength - 1]) + 1);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    // Bytes of the table of colours that these flags announce.
    private static int Colors(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);

    private static int BehindPieces(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at] != 0)
        {
            at += file[at] + 1;
        }

        return at + 1;
    }
}
