using CxOrchestrator.Api.Images;

namespace CxOrchestrator.Console.Images;

/// <summary>The uploaded images as they were read last, for every editor of this console.</summary>
internal sealed class ImageLibrary(ApiClient api)
{
    /// <summary>They were read, or one was added or removed.</summary>
    public event Action? Changed;

    /// <summary>Null: not read yet.</summary>
    public ImagesView? Images { get; private set; }

    /// <summary>Reads them again; throws <see cref="ApiException"/>.</summary>
    public async Task LoadAsync()
    {
        Images = await api.ImagesAsync();
        Changed?.Invoke();
    }

    /// <summary>The image of a reference; null where none is known.</summary>
    public ImageView? Find(string? reference) => Images?.Items.FirstOrDefault(i => i.Reference == reference);

    /// <summary>Uploads a file; throws <see cref="ApiException"/>.</summary>
    public async Task<ImageView> AddAsync(string name, byte[] file)
    {
        var image = await api.AddImageAsync(name, file);
        await LoadAsync();
        return image;
    }

    public async Task RemoveAsync(ImageView image)
    {
        await api.RemoveImageAsync(image.Id);
        await LoadAsync();
    }
}
