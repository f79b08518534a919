using System.Buffers.Binary;

namespace CxOrchestrator.Gateway.Images;

/// <summary>PNG: a signature, then chunks of length, name, content and checksum; the first has the size, the last ends it.</summary>
internal static class PngFile
{
    private const int ChunkFrame = 12;
    private const int HeaderLength = 13;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Null: it is damaged or ends too early.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> file)
    {
        var rest = file[Signature.Length..];
        (int Width, int Height)? size = null;
        var pixels = false;
        while (rest.Length >= ChunkFrame)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkFrame)
            {
                return null;
            }

            var name = rest[4..8];
            var content = rest.Slice(8, (int)length);
            if (size is null)
            {
                if (!name.SequenceEqual("IHDR"u8) || length != HeaderLength)
                {
                    return null;
                }

                size = (Pixels(content), Pixels(content[4..]));
            }

            pixels |= name.SequenceEqual("IDAT"u8);
            if (name.SequenceEqual("IEND"u8))
            {
                return pixels ? size : null;
            }

            rest = rest[(ChunkFrame + (int)length)..];
        }

        return null;
    }

    private static int Pixels(ReadOnlySpan<byte> number) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(number), int.MaxValue);
}
