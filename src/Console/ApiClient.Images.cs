using System.Net.Http.Headers;
using CxOrchestrator.Api.Images;

namespace CxOrchestrator.Console;

/// <summary>Images for messages.</summary>
internal sealed partial class ApiClient
{
    private const int ImagesAtATime = 500;

    public Task<ImagesView> ImagesAsync(string? cursor = null) =>
        GetAsync(Query("v1/images", ("limit", $"{ImagesAtATime}"), ("cursor", cursor)), ConsoleJson.Api.ImagesView);

    public Task<ImageDetail> ImageAsync(string id) => GetAsync($"v1/images/{Escape(id)}", ConsoleJson.Api.ImageDetail);

    /// <param name="name">As people know it.</param>
    /// <param name="file">All of it.</param>
    public Task<ImageView> AddImageAsync(string name, byte[] file)
    {
        // What it is the gateway reads from its content.
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return SendAsync(HttpMethod.Post, Query("v1/images", ("name", name)), content, ConsoleJson.Api.ImageView);
    }

    public Task RemoveImageAsync(string id) => SendAsync(HttpMethod.Delete, $"v1/images/{Escape(id)}", null);
}
