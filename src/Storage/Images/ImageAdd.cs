namespace CxOrchestrator.Storage.Images;

/// <summary>What came of adding an image.</summary>
public enum ImageAdd
{
    Added,

    /// <summary>The same bytes are stored already, and stay as they are.</summary>
    Known,

    /// <summary>There are <see cref="IImageStore.ImagesMax"/>.</summary>
    TooMany,

    /// <summary>All images together would have more than <see cref="IImageStore.TotalBytesMax"/>.</summary>
    NoRoom,
}
