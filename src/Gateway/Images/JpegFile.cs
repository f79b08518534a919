using System.Buffers.Binary;

namespace CxOrchestrator.Gateway.Images;

/// <summary>JPEG: segments that begin with a marker; the frame has the size, and pixels follow each scan up to the next marker.</summary>
internal static class JpegFile
{
    private const byte Mark = 0xFF;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;
    private const int FrameLengthMin = 8;

    public static ReadOnlySpan<byte> Signature => [Mark, 0xD8, Mark];

    /// <summary>Null: it is damaged or ends too early.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> file)
    {
        (int Width, int Height)? size = null;
        var scanned = false;
        for (var at = 2; at + 1 < file.Length;)
        {
            if (file[at] != Mark)
            {
                return null;
            }

            var marker = file[at + 1];
            if (marker == Mark)
            {
                at++;
                continue;
            }

            if (marker == End)
            {
                return scanned ? size : null;
            }

            at += 2;
            if (IsBare(marker))
            {
                continue;
            }

            if (at + 2 > file.Length || BinaryPrimitives.ReadUInt16BigEndian(file[at..]) is var length && (length < 2 || at + length > file.Length))
            {
                return null;
            }

            if (IsFrame(marker))
            {
                if (length < FrameLengthMin)
                {
                    return null;
                }

                size = (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 3)..]));
            }

            at += length;
            if (marker == Scan)
            {
                scanned = true;
                at = BehindPixels(file, at);
            }
        }

        return null;
    }

    // Among pixels a marker's first byte is followed by zero, or by one of those that only mark where to go on.
    private static int BehindPixels(ReadOnlySpan<byte> file, int at)
    {
        while (at + 1 < file.Length && (file[at] != Mark || file[at + 1] == 0 || IsRestart(file[at + 1])))
        {
            at++;
        }

        return at;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;

    private static bool IsBare(byte marker) => marker == 0x01 || IsRestart(marker);
}
