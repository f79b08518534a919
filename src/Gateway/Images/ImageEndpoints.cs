using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Images;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Images;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Images;

/// <summary><c>/v1/images</c>: images for messages.</summary>
internal static class ImageEndpoints
{
    private const string AuditKind = "image";
    private const int NameLengthMax = 200;
    private const int UsesNamed = 5;

    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        var images = routes.MapGroup("/v1/images").WithTags("Images");
        images.MapGet("/", ListAsync)
            .WithName("ListImages").WithSummary("Uploaded images, newest first").Produces<ImagesView>().Refuses(StatusCodes.Status400BadRequest);
        images.MapPost("/", AddAsync)
            .WithName("AddImage").WithSummary("Upload an image for messages: PNG, JPEG, GIF or WebP")
            .WithDescription("The body is the file. What it is, is read from its content. The same file again gives the image that is there.")
            .Accepts<string>("image/png", "image/jpeg", "image/gif", "image/webp", "application/octet-stream")
            .Produces<ImageView>(StatusCodes.Status201Created).Produces<ImageView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status409Conflict).Refuses(StatusCodes.Status413PayloadTooLarge).Refuses(StatusCodes.Status422UnprocessableEntity);
        images.MapGet("/{id}", GetAsync)
            .WithName("GetImage").WithSummary("An image and the documents that use it").Produces<ImageDetail>().Refuses(StatusCodes.Status404NotFound);
        images.MapDelete("/{id}", RemoveAsync)
            .WithName("RemoveImage").WithSummary("Delete an image that no published template and no draft uses")
            .WithDescription("Messages that were sent with it show its description instead.")
            .Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
    }

    private static Task<IResult> ListAsync(string? limit, string? cursor, IImageStore store, IOptions<LinksOptions> links, CancellationToken cancellationToken) => Arguments.PageAsync(
        async () =>
        {
            var arguments = new Arguments();
            var most = arguments.Limit(limit);
            if (arguments.Problem is { } problem)
            {
                return problem;
            }

            var (items, next) = await store.ListAsync(string.IsNullOrEmpty(cursor) ? null : cursor, most, cancellationToken);
            var figures = await store.FiguresAsync(cancellationToken);
            return TypedResults.Json(ImageViews.Of(items, next, figures, links.Value.PublicAddress.Length > 0), ApiJson.Default.ImagesView);
        });

    private static async Task<IResult> AddAsync(
        [Description("Its name, for people.")] string? name, HttpContext context, IImageStore store, RequestBodies bodies, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (name?.Length > NameLengthMax || name?.Any(char.IsControl) == true)
        {
            var arguments = new Arguments();
            arguments.Wrong("name", $"A name of at most {NameLengthMax} characters is needed, without control characters.");
            return arguments.Problem!;
        }

        using var body = bodies.Command(context, IImageStore.BytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread is IStatusCodeHttpResult { StatusCode: StatusCodes.Status413PayloadTooLarge } ? TooLarge() : unread;
        }

        var (shape, wrong) = ImageFiles.Read(body.Bytes.Span);
        if (shape is not { } read)
        {
            return Problems.Of(Problems.Make(StatusCodes.Status422UnprocessableEntity, "image-unreadable", "The image cannot be used", wrong!, "Upload a PNG, JPEG, GIF or WebP file. Nothing was stored."));
        }

        var image = new StoredImage
        {
            Id = ImageFiles.IdOf(body.Bytes.Span),
            Name = string.IsNullOrWhiteSpace(name) ? "image" : name.Trim(),
            MediaType = read.MediaType,
            Width = read.Width,
            Height = read.Height,
            Length = body.Bytes.Length,
            UploadedBy = context.Actor().Name,
            UploadedAt = clock.GetUtcNow(),
        };
        cancellationToken.ThrowIfCancellationRequested();
        return await store.AddAsync(image, body.Bytes, Entry(context, AuditActions.ImageUploaded, image.Id, image.Name), CancellationToken.None) switch
        {
            ImageAdd.Added => TypedResults.Json(ImageViews.Of(image), ApiJson.Default.ImageView, statusCode: StatusCodes.Status201Created),
            ImageAdd.Known when await store.FindAsync(image.Id, cancellationToken) is { } known => TypedResults.Json(ImageViews.Of(known), ApiJson.Default.ImageView),
            ImageAdd.TooMany => Full($"There are {IImageStore.ImagesMax} images, as many as there can be."),
            _ => Full($"All images together have at most {IImageStore.TotalBytesMax >> 20} MB, and this one does not fit."),
        };
    }

    private static async Task<IResult> GetAsync(string id, IImageStore store, ImageUses uses, CancellationToken cancellationToken) => await store.FindAsync(id, cancellationToken) is { } image
        ? TypedResults.Json(new ImageDetail { Image = ImageViews.Of(image), UsedBy = await uses.OfAsync(id, cancellationToken) }, ApiJson.Default.ImageDetail)
        : Unknown(id);

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, IImageStore store, ImageUses uses, ImageCache cache, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } image)
        {
            return Unknown(id);
        }

        if (await uses.OfAsync(id, cancellationToken) is { Count: > 0 } used)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "image-used",
                "The image is in use",
                $"It is used by {string.Join(", ", used.Take(UsesNamed).Select(u => $"{(u.Draft ? "the draft of " : "")}{u.Kind} {u.Id}"))}{(used.Count > UsesNamed ? $" and {used.Count - UsesNamed} more" : "")}.",
                "Choose another image there first, or retire the template."));
        }

        if (!await store.RemoveAsync(id, Entry(context, AuditActions.ImageRemoved, id, image.Name), CancellationToken.None))
        {
            return Unknown(id);
        }

        cache.Forget(id);
        return TypedResults.NoContent();
    }

    private static IResult TooLarge() => Problems.Of(Problems.TooLarge(
        $"An image has at most {IImageStore.BytesMax >> 20} MB ({IImageStore.BytesMax:N0} bytes).", "Scale it down or save it with stronger compression: 1,120 pixels are enough for the full width of a message. Nothing was stored."));

    private static IResult Full(string detail) => Problems.Of(Problems.Make(
        StatusCodes.Status409Conflict, "images-full", "There is no room for the image", detail, "Delete images that are no longer used. Nothing was stored."));

    private static IResult Unknown(string id) => Problems.NotFound("unknown-image", "There is no such image", $"No image has the id {id}.", "GET /v1/images lists them.");

    private static AuditEntry Entry(HttpContext context, string action, string id, string detail) =>
        new() { By = context.Actor().Name, Action = action, Kind = AuditKind, Id = id, Detail = detail };
}
