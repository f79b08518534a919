using System.Security.Cryptography;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Gateway.Images;

/// <summary>What an uploaded file is, by its content alone: its name and its headers are what somebody says.</summary>
internal static class ImageFiles
{
    /// <summary>Most pixels in a direction: more than twice what the sharpest screens show of the widest message.</summary>
    public const int PixelsMax = 4_000;

    private static readonly (string MediaType, string Extension)[] Types = [("image/png", "png"), ("image/jpeg", "jpg"), ("image/gif", "gif"), ("image/webp", "webp")];

    /// <summary>The image, or what is wrong with the file.</summary>
    public static (ImageShape? Shape, string? Problem) Read(ReadOnlySpan<byte> file)
    {
        (string Name, string MediaType, (int Width, int Height)? Size)? read =
            file.StartsWith(PngFile.Signature) ? ("PNG", "image/png", PngFile.Size(file))
            : file.StartsWith(JpegFile.Signature) ? ("JPEG", "image/jpeg", JpegFile.Size(file))
            : GifFile.Is(file) ? ("GIF", "image/gif", GifFile.Size(file))
            : WebpFile.Is(file) ? ("WebP", "image/webp", WebpFile.Size(file))
            : null;
        return read switch
        {
            null => (null, "The file is no PNG, JPEG, GIF or WebP image. SVG and other formats are not shown by mail programs: export the image as PNG or JPEG."),
            (var name, _, null) => (null, $"The {name} file is damaged or incomplete. Export it again, and check that it opens on your computer."),
            (_, _, ( < 1, _) or (_, < 1)) => (null, "The image has no pixels. Export it again."),
            (_, _, ( > PixelsMax, _) or (_, > PixelsMax)) => (null, $"The image has {read.Value.Size.Value.Width} by {read.Value.Size.Value.Height} pixels; the most are {PixelsMax:N0} in each direction. Scale it down: 1,120 pixels are enough for the full width of a message."),
            (_, var type, var (width, height)) => (new ImageShape(type, width, height), null),
        };
    }

    /// <summary>Its id: the same bytes are the same image, and nobody finds one without its bytes or its address.</summary>
    public static string IdOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, MessageImages.IdLength / 2));

    /// <summary>As addresses and references end.</summary>
    public static string FileOf(string id, string mediaType) => $"{id}.{Types.Single(t => t.MediaType == mediaType).Extension}";

    /// <summary>Where it is served.</summary>
    public static string PathOf(string id, string mediaType) => $"{PublicPaths.Image}/{FileOf(id, mediaType)}";
}
