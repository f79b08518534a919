using System.Buffers.Binary;

namespace CxOrchestrator.Gateway.Images;

/// <summary>WebP: chunks in a RIFF file. The first says how the pixels are written and has their size: lossy, lossless, or a canvas for several parts.</summary>
internal static class WebpFile
{
    private const int HeaderLength = 12;
    private const int ChunkFrame = 8;
    private const int LossyLengthMin = 10;
    private const int LosslessLengthMin = 5;
    private const int CanvasLengthMin = 10;
    private const byte LosslessSignature = 0x2F;

    public static bool Is(ReadOnlySpan<byte> file) => file.Length >= HeaderLength && file.StartsWith("RIFF"u8) && file[8..HeaderLength].SequenceEqual("WEBP"u8);

    /// <summary>Null: it is damaged or ends too early.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> file)
    {
        var end = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + (long)ChunkFrame;
        if (end > file.Length)
        {
            return null;
        }

        var rest = file[HeaderLength..(int)Math.Max(end, HeaderLength)];
        (int Width, int Height)? size = null;
        var pixels = false;
        while (rest.Length >= ChunkFrame)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - ChunkFrame)
            {
                return null;
            }

            var name = rest[..4];
            var content = rest.Slice(ChunkFrame, (int)length);
            if (size is null && (size = SizeOf(name, content)) is null)
            {
                return null;
            }

            pixels |= name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8) || name.SequenceEqual("ANMF"u8);

            // A chunk of odd length has a byte more.
            rest = rest[(int)Math.Min(rest.Length, ChunkFrame + length + (length & 1))..];
        }

        return pixels ? size : null;
    }

    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (name.SequenceEqual("VP8 "u8) && content.Length >= LossyLengthMin && content[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A]))
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF);
        }

        if (name.SequenceEqual("VP8L"u8) && content.Length >= LosslessLengthMin && content[0] == LosslessSignature)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return name.SequenceEqual("VP8X"u8) && content.Length >= CanvasLengthMin ? (Three(content[4..]) + 1, Three(content[7..]) + 1) : null;
    }

    private static int Three(ReadOnlySpan<byte> number) => number[0] | (number[1] << 8) | (number[2] << 16);
}
