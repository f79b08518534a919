using CxOrchestrator.Api.Images;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Images;

namespace CxOrchestrator.Gateway.Images;

/// <summary>Stored images as the API shows them.</summary>
internal static class ImageViews
{
    public static ImageView Of(StoredImage image) => new()
    {
        Id = image.Id,
        Name = image.Name,
        Reference = MessageImages.Prefix + ImageFiles.FileOf(image.Id, image.MediaType),
        Path = ImageFiles.PathOf(image.Id, image.MediaType),
        MediaType = image.MediaType,
        Width = image.Width,
        Height = image.Height,
        Bytes = image.Length,
        UploadedBy = image.UploadedBy,
        UploadedAt = image.UploadedAt,
    };

    public static ImagesView Of(IEnumerable<StoredImage> images, string? next, ImageFigures figures, bool reachable) => new()
    {
        Items = [.. images.Select(Of)],
        Next = next,
        Total = figures.Images,
        TotalMax = IImageStore.ImagesMax,
        Bytes = figures.Bytes,
        BytesMax = IImageStore.TotalBytesMax,
        ImageBytesMax = IImageStore.BytesMax,
        Reachable = reachable,
    };
}
