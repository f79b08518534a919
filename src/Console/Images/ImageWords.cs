using System.Globalization;
using CxOrchestrator.Api.Images;

namespace CxOrchestrator.Console.Images;

/// <summary>Images in words.</summary>
internal static class ImageWords
{
    /// <summary>Files that a picker offers.</summary>
    public const string Accepted = "image/png,image/jpeg,image/gif,image/webp";

    public const string Unreachable = "Messages cannot show uploaded images yet: set Links:PublicAddress to the address under which customers reach the gateway.";

    public static string Size(ImageView image) => $"{image.Width} × {image.Height} px, {Bytes(image.Bytes)}";

    public static string Bytes(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) / 1024:N0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes * 10 / (double)(1 << 20)) / 10:0.#} MB");

    public static string Room(ImagesView images) => $"{images.Total} of {images.TotalMax} images, {Bytes(images.Bytes)} of {Bytes(images.BytesMax)}";
}
