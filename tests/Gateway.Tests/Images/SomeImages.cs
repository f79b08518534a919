using System.Buffers.Binary;

namespace CxOrchestrator.Gateway.Tests.Images;

/// <summary>Small images as programs write them, 6 by 4 pixels unless their name says otherwise.</summary>
internal static class SomeImages
{
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAYAAACtBE5DAAAALElEQVR4AZTJMREAIAzAwFzVIAIRyKkc5OCKRkCXDj99QP6lo9TVU7ChM48CAAD//8OhJ7gAAAAGSURBVAMAXzgPY1xX7J8AAAAASUVORK5CYII=");

    public static byte[] Jpeg { get; } = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////"
        + "////////////////////////////////////////////////////////////wAARCAAEAAYDASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABgQAQEAAwAAAAAAAAAAAAAAAAACAxEx/8QA"
        + "FAEBAAAAAAAAAAAAAAAAAAAAAf/EABcRAQEBAQAAAAAAAAAAAAAAAAEAAhH/2gAMAwEAAhEDEQA/AEY51wALOV5f/9k=");

    /// <summary>1 by 1 pixel.</summary>
    public static byte[] Gif { get; } = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static byte[] WebpLossy { get; } = Webp("VlA4IC4AAACwAQCdASoGAAQAB0CWJagCdAEOJKXsAP5A/t3OGBX/Kte2ML2hrPlqxeGfAAAA");

    public static byte[] WebpLossless { get; } = Webp("VlA4TDUAAAAvBcAAAL9AkG0zsCLcn+kIgzJ481+EDADLc4DCto3U1PE9M0T0P0BCGQc11nnJUluPPff9AQA=");

    public static byte[] WebpCanvas { get; } = Webp("VlA4WAoAAAAwAAAABQAAAwAA", "QUxQSAoAAAABB1DAiAhERP8D", "VlA4IC4AAADQAQCdASoGAAQAB0CWJagCdAEOO/JoAAD+QP7dzhgV/yrXtjC9oaz5asXhnwAA");

    /// <summary>A PNG that says it has this size, with some bytes behind its pixels so that it differs.</summary>
    public static byte[] PngOf(int width, int height, int more = 0)
    {
        var png = new byte[Png.Length + (more > 0 ? 12 + more : 0)];
        var end = Png.Length - 12;
        Png.AsSpan(0, end).CopyTo(png);
        if (more > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(end), more);
            "teXt"u8.CopyTo(png.AsSpan(end + 4));
        }

        Png.AsSpan(end).CopyTo(png.AsSpan(png.Length - 12));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    private static byte[] Webp(params string[] chunks)
    {
        byte[] content = [.. "WEBP"u8, .. chunks.SelectMany(Convert.FromBase64String)];
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. content];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), content.Length);
        return file;
    }
}
