using System.Net;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api.Images;

namespace CxOrchestrator.Console.Tests.Images;

/// <summary>A gateway that keeps images by their names alone, and notes what it was asked.</summary>
internal sealed class FakeGateway : HttpMessageHandler
{
    public List<ImageView> Images { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>Links:PublicAddress is set.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>Answer to uploads; null: they are taken.</summary>
    public string? Refusal { get; set; }

    public static ImageView Image(int number, int width = 1120) => new()
    {
        Id = $"{number:x32}",
        Name = $"image-{number}.png",
        Reference = $"image:{number:x32}.png",
        Path = $"/i/{number:x32}.png",
        MediaType = "image/png",
        Width = width,
        Height = 300,
        Bytes = 2_000,
        UploadedBy = "mara",
        UploadedAt = DateTimeOffset.UnixEpoch,
    };

    public ApiClient Client() => new(new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://gateway.example") });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        if (request.Method == HttpMethod.Post)
        {
            if (Refusal is { } refusal)
            {
                return Json(new { detail = refusal, status = 422 }, HttpStatusCode.UnprocessableEntity);
            }

            var length = (await request.Content!.ReadAsByteArrayAsync(cancellationToken)).Length;
            var image = Image(Images.Count + 1) with { Bytes = length };
            Images.Insert(0, image);
            return Json(image, HttpStatusCode.Created);
        }

        return Json(
            new ImagesView { Items = Images, Total = Images.Count, TotalMax = 500, Bytes = 2_000, BytesMax = 200 << 20, ImageBytesMax = 1 << 20, Reachable = Reachable }, HttpStatusCode.OK);
    }

    private static HttpResponseMessage Json<T>(T value, HttpStatusCode status) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), Encoding.UTF8, "application/json") };
}
